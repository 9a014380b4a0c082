import http from 'node:http'
import net from 'node:net'
import { once } from 'node:events'
import { pass, type Decide, type Verdict } from '@weir/sensor'
import express from 'express'
import Fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { guardHttp } from './guard-http.ts'

const refusal: Verdict = {
  kind: 'deny',
  status: 403,
  headers: { 'content-type': 'text/plain' },
  body: 'Refused.\n',
}

const decide: Decide = ({ request }) => {
  if (request.headers.get('authorization')?.includes('Bearer stolen') === true) return refusal
  if (request.url === '/marked')
    return { kind: 'allow', tag: 'watched', redact: [], captureBytes: 0 }
  return pass
}

interface Reply {
  readonly status: number
  readonly text: string
}

interface Served {
  readonly port: number
  readonly seen: readonly string[]
}

type Serve = (seen: (request: http.IncomingMessage) => void) => Promise<http.Server>

const servers: readonly (readonly [string, Serve])[] = [
  [
    'node:http',
    (seen) =>
      Promise.resolve(
        http
          .createServer((request, response) => {
            seen(request)
            response.end('served')
          })
          .on('upgrade', (request, socket) => {
            seen(request)
            socket.destroy()
          }),
      ),
  ],
  [
    'Express',
    (seen) => {
      const app = express()
      app.use((request, response) => {
        seen(request)
        response.send('served')
      })
      return Promise.resolve(http.createServer(app))
    },
  ],
  [
    'Fastify',
    async (seen) => {
      const app = Fastify()
      app.all('*', (request) => {
        seen(request.raw)
        return 'served'
      })
      await app.ready()
      return app.server
    },
  ],
]

async function guardedServer(serve: Serve): Promise<Served> {
  const restore = guardHttp({ decide, passedOver: () => undefined }, undefined)
  const seen: string[] = []
  const server = await serve((request) =>
    seen.push(`${request.url} ${String(request.headers['weir-tag'])}`),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    restore()
  })
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, seen }
}

function ask(
  port: number,
  path: string,
  options: http.RequestOptions = {},
  body?: Buffer,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, ...options }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

const stolen = { headers: { authorization: 'Bearer stolen' } }

describe.each(servers)('a guarded server of %s', (_name, serve) => {
  it('refuses before the host hears of it, and passes the rest, on one connection', async () => {
    const { port, seen } = await guardedServer(serve)
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    expect(await ask(port, '/a', { agent })).toMatchObject({ status: 200, text: 'served' })
    expect(await ask(port, '/b', { agent, ...stolen })).toEqual({
      status: 403,
      text: 'Refused.\n',
    })
    expect(await ask(port, '/c', { agent })).toMatchObject({ status: 200 })
    expect(seen).toEqual(['/a undefined', '/c undefined'])
  })

  it('lets nobody but Weir tag a request', async () => {
    const { port, seen } = await guardedServer(serve)
    await ask(port, '/plain', { headers: { 'weir-tag': 'forged' } })
    await ask(port, '/marked')
    expect(seen).toEqual(['/plain undefined', '/marked watched'])
  })
})

describe('a guarded server', () => {
  it('refuses a large upload without reading it to the end first', async () => {
    const { port, seen } = await guardedServer(servers[0]?.[1] ?? never)
    const body = Buffer.alloc(8 * 1024 * 1024)
    const reply = await ask(port, '/upload', { method: 'POST', ...stolen }, body)
    expect(reply.status).toBe(403)
    expect(seen).toEqual([])
  })

  it('refuses what expects 100-continue, and an upgrade', async () => {
    const { port, seen } = await guardedServer(servers[0]?.[1] ?? never)
    const expecting = { ...stolen.headers, expect: '100-continue', 'content-length': '3' }
    expect((await ask(port, '/x', { method: 'POST', headers: expecting })).status).toBe(403)
    const socket = net.connect(port, '127.0.0.1')
    socket.write(
      'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nauthorization: Bearer stolen\r\n\r\n',
    )
    let answer = ''
    for await (const part of socket) answer += String(part)
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n.*\r\n\r\nRefused\.\n$/s)
    expect(seen).toEqual([])
  })

  it('answers HEAD without a body', async () => {
    const { port } = await guardedServer(servers[0]?.[1] ?? never)
    expect(await ask(port, '/', { method: 'HEAD', ...stolen })).toEqual({ status: 403, text: '' })
  })

  it('is as it was once the guard is gone', async () => {
    const before = Reflect.get(http.Server.prototype, 'emit')
    guardHttp({ decide, passedOver: () => undefined }, undefined)()
    expect(Reflect.get(http.Server.prototype, 'emit')).toBe(before)
  })
})

const never: Serve = () => Promise.reject(new Error('no such server'))
