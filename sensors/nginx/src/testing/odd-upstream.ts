import http from 'node:http'
import type net from 'node:net'
import { gzipSync } from 'node:zlib'
import { bodyOf, listen, type Running } from './servers.ts'

export const page = '{"greeting":"good day","to":"Zoë"}'
export const large = Buffer.alloc(24 * 1024 * 1024, 'weir')

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void

const handlers: Readonly<Record<string, Handler>> = {
  '/page': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-twice': ['1', '2'] }).end(page)
  },
  '/chunks': (_request, response) => {
    response.write('one,')
    setTimeout(() => response.write('two,'), 20)
    setTimeout(() => response.end('three'), 40)
  },
  '/range': (_request, response) => {
    response.writeHead(206, { 'content-range': 'bytes 2-5/10' }).end('2345')
  },
  '/gzip': (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' })
    response.end(gzipSync(page))
  },
  '/none': (_request, response) => {
    response.writeHead(204).end()
  },
  '/broken': (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('the beginning')
    setTimeout(() => response.destroy(), 30)
  },
  '/slow': () => undefined,
  '/events': (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: first\n\n')
    request.on('close', () => response.end())
  },
  '/large': (_request, response) => {
    response.writeHead(200, { 'content-length': String(large.length) }).end(large)
  },
  '/many-headers': (_request, response) => {
    const fields = Array.from({ length: 300 }, (_, index) => [`x-${index}`, String(index)])
    response.writeHead(200, Object.fromEntries(fields)).end('many')
  },
  '/echo': (request, response) => {
    bodyOf(request).then(
      (body) => response.end(body),
      () => response.destroy(),
    )
  },
}

/** An upstream with an answer of each kind; `/echo` sends back what it got. */
export function oddUpstream(): Promise<Running> {
  const server = http.createServer({ maxHeaderSize: 256 * 1_024 }, (request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    const handler = handlers[path] ?? handlers['/echo']
    handler?.(request, response)
  })
  server.on('upgrade', (_request, socket: net.Socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n')
    socket.pipe(socket)
  })
  return listen(server)
}
