import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http, { type RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Payload } from '@weir/schema'
import { bodyOf, call, rawClient } from '@weir/testkit/proxy'
import { describe, expect, it } from 'vitest'
import { behindEnvoy } from './testing/setup.ts'

const textOf = (payload: Payload | null | undefined): string =>
  Buffer.from(payload?.body ?? []).toString()

/** Sends back what came, in chunks where no length was announced. */
const echo: RequestListener = (request, response) => {
  if (request.headers['content-length'] !== undefined) {
    response.setHeader('content-length', request.headers['content-length'])
  }
  request.pipe(response)
}

describe('a message through Envoy is passed on as it is, and seen', () => {
  it('in chunks, both ways', (context) =>
    behindEnvoy(context, echo, async ({ app, envoy, seen }) => {
      const chunks = ['one ', 'two ', 'three']
      const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
      const options = { method: 'POST', headers }
      const reply = await call(`${envoy.url}/chunks?a=1`, options, chunks)
      expect(reply.body.toString()).toBe('one two three')
      const [exchange] = await seen(1)
      expect(exchange).toMatchObject({
        vantage: 'gateway',
        src: { ip: '127.0.0.1' },
        dst: { host: '127.0.0.1', ip: '127.0.0.1', port: app.port },
        request: { method: 'POST', url: '/chunks?a=1', version: '1.1', truncated: false },
        response: { status: 200, truncated: false },
      })
      expect(exchange?.src.port).toBeGreaterThan(0)
      expect(exchange?.tls).toBeUndefined()
      expect(Math.abs((exchange?.ts ?? 0) - Date.now())).toBeLessThan(60_000)
      expect(exchange?.request?.headers.get('traceparent')).toEqual([headers.traceparent])
      expect(exchange?.request?.headers.get('host')).toEqual([`127.0.0.1:${envoy.port}`])
      expect(textOf(exchange?.request)).toBe('one two three')
      expect(textOf(exchange?.response)).toBe('one two three')
    }))

  it('when requests come before their answers', (context) =>
    behindEnvoy(
      context,
      (request, response) => response.end(`answer to ${request.url}`),
      async ({ envoy, seen }) => {
        const client = rawClient(envoy.port)
        client.write(
          ['/1', '/2', '/3'].map((path) => `GET ${path} HTTP/1.1\r\nhost: a.test\r\n\r\n`).join(''),
        )
        await client.reads('answer to /3')
        client.destroy()
        const exchanges = await seen(3)
        expect(exchanges.map(({ request, response }) => [request?.url, textOf(response)])).toEqual([
          ['/1', 'answer to /1'],
          ['/2', 'answer to /2'],
          ['/3', 'answer to /3'],
        ])
      },
    ))

  it('without a body, to HEAD, 204 and 304', (context) =>
    behindEnvoy(
      context,
      (request, response) => {
        const status = request.method === 'HEAD' ? 200 : Number(request.url?.slice(1))
        const headers = status === 204 ? {} : { 'content-length': 5_000 }
        response.writeHead(status, headers).end()
      },
      async ({ envoy, seen }) => {
        const reply = await call(envoy.url, { method: 'HEAD' })
        expect(reply.headers['content-length']).toBe('5000')
        expect((await call(`${envoy.url}/204`)).status).toBe(204)
        expect((await call(`${envoy.url}/304`)).status).toBe(304)
        for (const { response } of await seen(3)) {
          expect(response).toMatchObject({ truncated: false, bodySize: 0 })
        }
      },
    ))

  it('as a part of something', (context) =>
    behindEnvoy(
      context,
      (_request, response) => {
        response
          .writeHead(206, { 'content-range': 'bytes 5-9/26', 'content-length': 5 })
          .end('fghij')
      },
      async ({ envoy, seen }) => {
        const reply = await call(envoy.url, { headers: { range: 'bytes=5-9' } })
        expect([reply.status, reply.body.toString()]).toEqual([206, 'fghij'])
        const [exchange] = await seen(1)
        expect(exchange?.response).toMatchObject({ status: 206, truncated: false })
        expect(exchange?.request?.headers.get('range')).toEqual(['bytes=5-9'])
        expect(textOf(exchange?.response)).toBe('fghij')
      },
    ))

  it('compressed, and seen compressed', (context) => {
    const packed = gzipSync('{"iban":"DE89370400440532013000"}')
    return behindEnvoy(
      context,
      (_request, response) => response.setHeader('content-encoding', 'gzip').end(packed),
      async ({ envoy, seen }) => {
        expect((await call(envoy.url)).body.equals(packed)).toBe(true)
        const [exchange] = await seen(1)
        expect(Buffer.from(exchange?.response?.body ?? []).equals(packed)).toBe(true)
      },
    )
  })

  it('with 1,000 header fields, where Envoy is told to take them, repeated ones in order', (context) =>
    behindEnvoy(
      context,
      http.createServer({ maxHeaderSize: 1 << 20 }, (_request, response) =>
        response.setHeader('set-cookie', ['a=1', 'b=2', 'c=3']).end(),
      ),
      async ({ envoy, seen }) => {
        const names = Array.from({ length: 1_000 }, (_, index) => `x-field-${index}`)
        const headers = Object.fromEntries(names.map((name, index) => [name, `ä${index}`]))
        const reply = await call(envoy.url, { headers })
        expect(reply.headers['set-cookie']).toEqual(['a=1', 'b=2', 'c=3'])
        const [exchange] = await seen(1)
        for (const name of names)
          expect(exchange?.request?.headers.get(name)).toEqual([headers[name]])
        expect(exchange?.response?.headers.get('set-cookie')).toEqual(['a=1', 'b=2', 'c=3'])
      },
      {
        config: (published) =>
          published.replace(
            'use_remote_address: true',
            'use_remote_address: true\n                common_http_protocol_options: { max_headers_count: 2000 }',
          ),
      },
    ))

  it('of 24 MB, of which the beginning is seen and the rest is counted', {
    timeout: 60_000,
  }, (context) => {
    const large = randomBytes(24_000_000)
    const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
    return behindEnvoy(context, echo, async ({ envoy, agent, seen }) => {
      const reply = await call(envoy.url, { method: 'PUT' }, [
        large.subarray(0, 1_000),
        large.subarray(1_000),
      ])
      expect(hash(reply.body)).toBe(hash(large))
      const [exchange] = await seen(1)
      for (const message of [exchange?.request, exchange?.response]) {
        expect(message).toMatchObject({ truncated: true, bodySize: large.length })
        expect(Buffer.from(message?.body ?? []).equals(large.subarray(0, 65_536))).toBe(true)
      }
      expect(agent.load()).toMatchObject({ exchanges: 0, bytes: 0, faults: 0 })
    })
  })
})

describe('a stream through Envoy is not held up', () => {
  it('by looking at events: the first arrives before there is a second', (context) => {
    const server = http.createServer((request, response) => {
      if (request.url !== '/events') {
        server.emit('more')
        return response.end()
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n')
      server.once('more', () => response.end('data: second\n\n'))
      return undefined
    })
    return behindEnvoy(
      context,
      server,
      async ({ envoy, seen }) => {
        const client = rawClient(envoy.port)
        client.write('GET /events HTTP/1.1\r\nhost: a.test\r\n\r\n')
        await client.reads('data: first')
        // The exchange is reported while the stream goes on.
        const [exchange] = await seen(1)
        expect(exchange?.response).toMatchObject({ status: 200, truncated: true })
        expect(textOf(exchange?.response)).toBe('data: first\n\n')
        await call(`${envoy.url}/more`)
        await client.reads('data: second')
        client.destroy()
      },
      { agent: { limits: { longestMs: 500 } } },
    )
  })

  it('when both sides speak in turn, in chunks', (context) =>
    behindEnvoy(context, echo, async ({ envoy, seen }) => {
      const client = rawClient(envoy.port)
      client.write(
        'POST / HTTP/1.1\r\nhost: a.test\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n',
      )
      await client.reads('hello')
      client.write('5\r\nagain\r\n0\r\n\r\n')
      await client.reads('again')
      const [exchange] = await seen(1)
      client.destroy()
      expect(textOf(exchange?.request)).toBe('helloagain')
      expect(textOf(exchange?.response)).toBe('helloagain')
    }))

  it('when it becomes a WebSocket', (context) => {
    const server = http.createServer()
    server.on('upgrade', (_request, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      )
      socket.pipe(socket)
    })
    return behindEnvoy(context, server, async ({ envoy, seen }) => {
      const client = rawClient(envoy.port)
      client.write(
        'GET /chat HTTP/1.1\r\nhost: a.test\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      )
      await client.reads('101')
      const [exchange] = await seen(1)
      expect(exchange).toMatchObject({
        request: { url: '/chat' },
        response: { status: 101, truncated: false },
      })
      for (const words of ['one', 'two', 'three']) {
        client.write(words)
        await client.reads(words)
      }
      client.destroy()
    })
  })
})

describe('a message that never ends well', () => {
  it('is seen without an answer when the client goes away before one', (context) => {
    const server = http.createServer((request) => {
      request.resume()
      server.emit('asked')
    })
    const asked = once(server, 'asked')
    return behindEnvoy(context, server, async ({ envoy, agent, seen }) => {
      const client = rawClient(envoy.port)
      client.write('POST /gone HTTP/1.1\r\nhost: a.test\r\ncontent-length: 4\r\n\r\nhi')
      await asked
      client.destroy()
      const [exchange] = await seen(1)
      expect(exchange).toMatchObject({
        request: { url: '/gone', truncated: true, bodySize: 4 },
        response: null,
      })
      expect(agent.balance()).toMatchObject({ observed: 1 })
    })
  })

  it('reaches the client as far as it got when the server ends in the middle of it', (context) =>
    behindEnvoy(
      context,
      (_request, response) => {
        response.writeHead(200, { 'content-length': 100_000 })
        response.write('x'.repeat(40_000), () => response.destroy())
      },
      async ({ envoy, seen }) => {
        await expect(call(envoy.url)).rejects.toThrow('aborted')
        const [exchange] = await seen(1)
        expect(exchange?.response).toMatchObject({
          status: 200,
          truncated: true,
          bodySize: 100_000,
        })
      },
    ))

  it('is waited for with the Expect field, too', (context) =>
    behindEnvoy(
      context,
      (request, response) => {
        bodyOf(request).then(
          (body) => response.end(body),
          () => response.destroy(),
        )
      },
      async ({ envoy, seen }) => {
        const client = rawClient(envoy.port)
        client.write(
          'POST / HTTP/1.1\r\nhost: a.test\r\ncontent-length: 5\r\nexpect: 100-continue\r\n\r\n',
        )
        await client.reads('100 Continue')
        client.write('hello')
        await client.reads('200 OK')
        await client.reads('hello')
        client.destroy()
        expect(textOf((await seen(1))[0]?.request)).toBe('hello')
      },
    ))
})
