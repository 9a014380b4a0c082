import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { httpTransport } from './http-transport.ts'
import type { Transport } from './ports.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

const parcel = { headers: { 'weir-seq': '1' }, body: Buffer.from('line\n'), timeoutMs: 20_000 }

async function transportTo(server: net.Server): Promise<Transport> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const transport = httpTransport(new URL(`http://127.0.0.1:${port}/v1/exchanges`), 10)
  open.push(() => {
    transport.close()
    server.close()
  })
  return transport
}

describe('the HTTP transport', () => {
  it('posts over one connection and gives the answer, cut to its bound', async () => {
    const seen: unknown[] = []
    const server = http.createServer((request, response) => {
      request.on('data', (part: Buffer) => {
        seen.push([request.method, request.url, request.headers['weir-seq'], part.toString()])
      })
      request.on('end', () => {
        response.writeHead(429, { 'retry-after': '7' })
        response.end('0123456789 and more')
      })
    })
    let connections = 0
    server.on('connection', () => {
      connections += 1
    })
    const transport = await transportTo(server)
    const answers = [await transport.post(parcel), await transport.post(parcel)]
    expect(answers[0]).toEqual({ status: 429, retryAfter: '7', body: '0123456789' })
    expect(answers[1]).toEqual(answers[0])
    expect(seen[0]).toEqual(['POST', '/v1/exchanges', '1', 'line\n'])
    expect(connections).toBe(1)
  })

  it('gives nothing when nobody answers in time', async () => {
    const sockets: net.Socket[] = []
    const transport = await transportTo(
      net.createServer((socket) => {
        sockets.push(socket)
      }),
    )
    expect(await transport.post({ ...parcel, timeoutMs: 20 })).toBeNull()
    for (const socket of sockets) socket.destroy()
  })

  it('gives nothing when the connection is refused or breaks, or the answer stops midway', async () => {
    const closed = httpTransport(new URL('http://127.0.0.1:1/'), 10)
    expect(await closed.post(parcel)).toBeNull()
    const breaking = await transportTo(net.createServer((socket) => socket.destroy()))
    expect(await breaking.post(parcel)).toBeNull()
    const midway = await transportTo(
      net.createServer((socket) => {
        socket.on('error', () => undefined)
        socket.end('HTTP/1.1 202 Accepted\r\ncontent-length: 50\r\n\r\n{')
      }),
    )
    expect(await midway.post(parcel)).toBeNull()
  })

  it('gives nothing where a header cannot be sent', async () => {
    const transport = await transportTo(http.createServer())
    expect(await transport.post({ ...parcel, headers: { authorization: 'a\nb' } })).toBeNull()
  })
})
