import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http, { type RequestListener } from 'node:http'
import type { Payload } from '@weir/schema'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bodyOf, call, rawClient } from '@weir/testkit/proxy'
import { behindHaproxy, patient } from './testing/setup.ts'

const textOf = (payload: Payload | null | undefined): string =>
  Buffer.from(payload?.body ?? []).toString()

const whole = { spoeConfig: patient }

/** With a timeout many configurations have; it is for the header. */
const impatient = (published: string): string =>
  published.replace('timeout client 30s', 'timeout client 30s\n  timeout http-request 1s')

/** Sends back what came, in chunks where no length was announced. */
const echo: RequestListener = (request, response) => {
  if (request.headers['content-length'] !== undefined) {
    response.setHeader('content-length', request.headers['content-length'])
  }
  request.pipe(response)
}

describe('a message through HAProxy is passed on as it is, and seen', () => {
  it('in chunks, both ways', (context) =>
    behindHaproxy(
      context,
      echo,
      async ({ haproxy, seen }) => {
        const reply = await call(`${haproxy.url}/chunks?a=1`, { method: 'POST' }, [
          'one ',
          'two ',
          'three',
        ])
        expect(reply.body.toString()).toBe('one two three')
        const [exchange] = await seen(1)
        expect(exchange).toMatchObject({
          vantage: 'gateway',
          src: { ip: '127.0.0.1' },
          dst: { host: '127.0.0.1', ip: '127.0.0.1' },
          request: { method: 'POST', url: '/chunks?a=1', version: '1.1', truncated: false },
          response: { status: 200, truncated: false },
        })
        expect(textOf(exchange?.request)).toBe('one two three')
        expect(textOf(exchange?.response)).toBe('one two three')
      },
      whole,
    ))

  it('when requests come before their answers', (context) =>
    behindHaproxy(
      context,
      (request, response) => response.end(`answer to ${request.url}`),
      async ({ haproxy, seen }) => {
        const client = rawClient(haproxy.port)
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
      whole,
    ))

  it('without a body, to HEAD and to 304', (context) =>
    behindHaproxy(
      context,
      (request, response) => {
        response.writeHead(request.method === 'HEAD' ? 200 : 304, { 'content-length': 5_000 }).end()
      },
      async ({ haproxy, seen }) => {
        expect((await call(haproxy.url, { method: 'HEAD' })).headers['content-length']).toBe('5000')
        expect((await call(haproxy.url)).status).toBe(304)
        for (const { response } of await seen(2)) {
          expect(response).toMatchObject({ truncated: false, bodySize: 0 })
        }
      },
      whole,
    ))

  it('as a part of something', (context) =>
    behindHaproxy(
      context,
      (_request, response) => {
        response
          .writeHead(206, { 'content-range': 'bytes 5-9/26', 'content-length': 5 })
          .end('fghij')
      },
      async ({ haproxy, seen }) => {
        const reply = await call(haproxy.url, { headers: { range: 'bytes=5-9' } })
        expect([reply.status, reply.body.toString()]).toEqual([206, 'fghij'])
        const [exchange] = await seen(1)
        expect(exchange?.response).toMatchObject({ status: 206, truncated: false })
        expect(exchange?.request?.headers.get('range')).toEqual(['bytes=5-9'])
        expect(textOf(exchange?.response)).toBe('fghij')
      },
      whole,
    ))

  it('compressed, and seen compressed', (context) => {
    const packed = gzipSync('{"iban":"DE89370400440532013000"}')
    return behindHaproxy(
      context,
      (_request, response) => response.setHeader('content-encoding', 'gzip').end(packed),
      async ({ haproxy, seen }) => {
        expect((await call(haproxy.url)).body.equals(packed)).toBe(true)
        const [exchange] = await seen(1)
        expect(Buffer.from(exchange?.response?.body ?? []).equals(packed)).toBe(true)
      },
      whole,
    )
  })

  it('with many header fields, repeated ones in order', (context) =>
    behindHaproxy(
      context,
      (_request, response) => response.setHeader('set-cookie', ['a=1', 'b=2', 'c=3']).end(),
      async ({ haproxy, seen }) => {
        const names = Array.from({ length: 80 }, (_, index) => `x-field-${index}`)
        const headers = Object.fromEntries(
          names.map((name, index) => [name, `${index}`.repeat(60)]),
        )
        const reply = await call(haproxy.url, { headers })
        expect(reply.headers['set-cookie']).toEqual(['a=1', 'b=2', 'c=3'])
        const [exchange] = await seen(1)
        for (const name of names)
          expect(exchange?.request?.headers.get(name)).toEqual([headers[name]])
        expect(exchange?.response?.headers.get('set-cookie')).toEqual(['a=1', 'b=2', 'c=3'])
      },
      whole,
    ))

  it('of 24 MB, of which the beginning is seen', { timeout: 60_000 }, (context) => {
    const large = randomBytes(24_000_000)
    const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
    return behindHaproxy(
      context,
      echo,
      async ({ haproxy, seen }) => {
        const headers = { 'content-length': large.length }
        const reply = await call(haproxy.url, { method: 'PUT', headers }, [large])
        expect(hash(reply.body)).toBe(hash(large))
        const [exchange] = await seen(1)
        for (const message of [exchange?.request, exchange?.response]) {
          expect(message).toMatchObject({ truncated: true, bodySize: large.length })
          const body = Buffer.from(message?.body ?? [])
          expect(body.length).toBeGreaterThan(60_000)
          expect(body.equals(large.subarray(0, body.length))).toBe(true)
        }
      },
      whole,
    )
  })
})

describe('a stream through HAProxy is not held up', () => {
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
    return behindHaproxy(context, server, async ({ haproxy, seen }) => {
      const client = rawClient(haproxy.port)
      client.write('GET /events HTTP/1.1\r\nhost: a.test\r\n\r\n')
      await client.reads('data: first')
      // The exchange is reported while the stream goes on.
      const [exchange] = await seen(1)
      expect(exchange?.response).toMatchObject({ status: 200, truncated: true })
      await call(`${haproxy.url}/more`)
      await client.reads('data: second')
      client.destroy()
    })
  })

  it('when both sides speak in turn, in chunks', (context) =>
    behindHaproxy(context, echo, async ({ haproxy, seen }) => {
      const client = rawClient(haproxy.port)
      client.write(
        'POST / HTTP/1.1\r\nhost: a.test\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n',
      )
      await client.reads('hello')
      client.write('5\r\nagain\r\n0\r\n\r\n')
      await client.reads('again')
      client.destroy()
      const [exchange] = await seen(1)
      expect(exchange?.request).toMatchObject({ truncated: true })
      expect(textOf(exchange?.request)).toBe('hello')
    }))

  it('when it becomes another protocol', (context) => {
    const server = http.createServer()
    server.on('upgrade', (_request, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n',
      )
      socket.pipe(socket)
    })
    return behindHaproxy(context, server, async ({ haproxy, seen }) => {
      const client = rawClient(haproxy.port)
      client.write(
        'GET /chat HTTP/1.1\r\nhost: a.test\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n',
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

describe('a message that HAProxy never has whole', () => {
  it('goes on when the client takes its time over a body of known length', (context) =>
    behindHaproxy(
      context,
      echo,
      async ({ haproxy, seen }) => {
        const client = rawClient(haproxy.port)
        client.write('POST / HTTP/1.1\r\nhost: a.test\r\ncontent-length: 10\r\n\r\nhello')
        // Longer than anything waits but for the timeout of the client.
        await new Promise((resolve) => setTimeout(resolve, 1_500))
        client.write('again')
        await client.reads('helloagain')
        client.destroy()
        expect(textOf((await seen(1))[0]?.request)).toBe('helloagain')
      },
      { ...whole, haproxyConfig: impatient },
    ))

  it('is seen without an answer when the client goes away before one', (context) => {
    const server = http.createServer((request) => {
      request.resume()
      server.emit('asked')
    })
    const asked = once(server, 'asked')
    return behindHaproxy(
      context,
      server,
      async ({ haproxy, agent, seen }) => {
        const client = rawClient(haproxy.port)
        client.write('POST /gone HTTP/1.1\r\nhost: a.test\r\ncontent-length: 2\r\n\r\nhi')
        await asked
        client.destroy()
        const [exchange] = await seen(1)
        expect(exchange).toMatchObject({ request: { url: '/gone' }, response: null })
        expect(agent.balance()).toMatchObject({ observed: 1 })
      },
      { ...whole, agent: { limits: { unansweredMs: 500 } } },
    )
  })

  it('reaches the client as far as it got when the server ends in the middle of it', (context) =>
    behindHaproxy(
      context,
      (_request, response) => {
        response.writeHead(200, { 'content-length': 100_000 })
        response.write('x'.repeat(80_000), () => response.destroy())
      },
      async ({ haproxy, seen }) => {
        await expect(call(haproxy.url)).rejects.toThrow('aborted')
        const [exchange] = await seen(1)
        expect(exchange?.response).toMatchObject({
          status: 200,
          truncated: true,
          bodySize: 100_000,
        })
      },
      whole,
    ))

  it('is waited for with the Expect field, too', (context) =>
    behindHaproxy(
      context,
      (request, response) => {
        bodyOf(request).then(
          (body) => response.end(body),
          () => response.destroy(),
        )
      },
      async ({ haproxy, seen }) => {
        const client = rawClient(haproxy.port)
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
      whole,
    ))
})
