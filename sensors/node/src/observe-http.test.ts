import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Exchange, Payload } from '@weir/schema'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bodyOf, call, listen, type Running } from './testing/servers.ts'
import { type Watched, watch } from './testing/watched.ts'

const bodyBytes = 600
let watched: Watched
let running: Running | undefined

beforeEach(() => {
  watched = watch({ limits: { bodyBytes } })
})

afterEach(async () => {
  await watched.close()
  await running?.close()
  running = undefined
})

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => unknown

async function serve(handler: Handler): Promise<Running> {
  running = await listen(
    http.createServer((request, response) => {
      void handler(request, response)
    }),
  )
  return running
}

async function both(): Promise<{ readonly client: Exchange; readonly server: Exchange }> {
  const all = await watched.seen(2)
  const client = all.find(({ vantage }) => vantage === 'client')
  const server = all.find(({ vantage }) => vantage === 'server')
  if (client === undefined || server === undefined) throw new Error('one side is missing')
  expect(all).toHaveLength(2)
  return { client, server }
}

const text = (payload: Payload | null): string => Buffer.from(payload?.body ?? []).toString()

describe('node:http, watched', () => {
  it('tells who called whom, when and for how long, from both sides', async () => {
    const { url, port } = await serve((request, response) => {
      request.resume()
      response.setHeader('x-tag', ['1', '2'])
      response.end('hi')
    })
    const before = Date.now()
    await call(`${url}/a?b=c`, { headers: { host: 'api.bank.test:80', 'X-Mine': 'y' } })
    const { client, server } = await both()
    for (const exchange of [client, server]) {
      expect(exchange.request).toMatchObject({ method: 'GET', url: '/a?b=c', version: '1.1' })
      expect(exchange.request?.headers.get('x-mine')).toEqual(['y'])
      expect(exchange.response?.status).toBe(200)
      expect(exchange.response?.headers.get('x-tag')).toEqual(['1', '2'])
      expect(exchange.response?.headers.has('date')).toBe(true)
      expect(text(exchange.response)).toBe('hi')
      expect(exchange.dst).toMatchObject({ host: 'api.bank.test', ip: '127.0.0.1', port })
      expect(exchange.src.ip).toBe('127.0.0.1')
      expect(exchange.ts).toBeGreaterThan(before - 1_000)
      expect(exchange.durationMs).toBeGreaterThan(0)
      expect([exchange.request?.truncated, exchange.response?.truncated]).toEqual([false, false])
    }
    expect(server.dst.service).toBe('tested')
    expect(client.src.service).toBe('tested')
    expect(server.src.service ?? client.dst.service).toBeUndefined()
    expect(server.src.port).toBe(client.src.port)
    expect(server.id).not.toBe(client.id)
  })

  it('keeps bodies octet for octet up to its limit, whatever their framing', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 2 })
    const { url } = await serve(async (request, response) => {
      const body = await bodyOf(request)
      if (request.url === '/length') response.setHeader('content-length', body.length)
      for (let at = 0; at < body.length; at += 97) response.write(body.subarray(at, at + 97))
      response.end()
    })
    const chunks = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(chunks, fc.boolean(), async (parts, withLength) => {
        const sent = Buffer.concat(parts)
        const headers = withLength ? { 'content-length': sent.length } : {}
        const path = withLength ? '/length' : '/chunked'
        const reply = await call(url + path, { method: 'POST', agent, headers }, parts)
        expect(reply.body.equals(sent)).toBe(true)
        for (const { request, response } of await watched.seen(2)) {
          for (const payload of [request, response]) {
            const kept = payload?.body ?? new Uint8Array(0)
            expect(Buffer.from(kept).equals(sent.subarray(0, kept.length))).toBe(true)
            expect(kept.length).toBeGreaterThan(Math.min(sent.length, bodyBytes) - 4)
            expect(payload?.bodySize).toBe(sent.length)
            // Of an empty chunked body Node does not tell whether it was read or thrown away.
            if (sent.length > 0 || withLength)
              expect(payload?.truncated).toBe(sent.length > bodyBytes)
          }
        }
      }),
      { numRuns: 60, examples: [[[new Uint8Array(0), new Uint8Array(0)], false]] },
    )
    agent.destroy()
    expect(watched.sensor.load()).toEqual({ exchanges: 0, bytes: 0 })
  }, 30_000)

  it('keeps a coded body as it went over the wire', async () => {
    const coded = gzipSync('{"a":1}')
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(coded)
    })
    await call(url)
    const { client, server } = await both()
    expect(Buffer.from(client.response?.body ?? []).equals(coded)).toBe(true)
    expect(server.response?.body).toEqual(client.response?.body)
  })

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('knows that an answer to %s with %i has no body', async (method, status) => {
    const { url } = await serve((_request, response) => {
      response.writeHead(status, { 'content-length': '20' })
      response.end('not sent')
    })
    await call(url, { method })
    const { client, server } = await both()
    for (const { response } of [client, server]) {
      expect(response).toMatchObject({ status, bodySize: 0, truncated: false })
    }
  })

  it('says that there was no answer when the client gives up', async () => {
    const { url } = await serve(() => request.destroy())
    const request = http.request(url)
    request.on('error', () => undefined)
    request.end()
    const { client, server } = await both()
    expect([client.response, server.response]).toEqual([null, null])
  })

  it('marks an answer that broke off', async () => {
    const { url } = await serve((_request, response) => {
      response.write('begun')
      setImmediate(() => response.destroy())
    })
    await expect(call(url)).rejects.toThrow('aborted')
    const { client, server } = await both()
    for (const { response } of [client, server]) {
      expect(response).toMatchObject({ status: 200, truncated: true })
      expect(text(response)).toBe('begun')
    }
  })

  it('marks a request nobody read to its end', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(413, { connection: 'close' }).end()
    })
    await call(url, { method: 'POST', headers: { 'content-length': 300_000 } }, [
      Buffer.alloc(300_000),
    ]).catch(() => undefined)
    const [server] = await watched.seenFrom('server', 2)
    expect(server?.request).toMatchObject({ bodySize: 300_000, truncated: true })
  })

  it('leaves a request unmentioned that never got a connection', async () => {
    const { url, close } = await serve(() => undefined)
    await close()
    await expect(call(url)).rejects.toThrow('ECONNREFUSED')
    await expect.poll(() => watched.sensor.load().exchanges).toBe(0)
    expect(watched.sensor.balance().observed).toBe(0)
  })

  it('reads the URL before a framework rewrites it', async () => {
    const { url } = await serve((request, response) => {
      request.url = '/rewritten'
      response.end()
    })
    await call(`${url}/asked`)
    expect((await both()).server.request?.url).toBe('/asked')
  })

  it('sees every request of a pipeline', async () => {
    const { port } = await serve((request, response) => {
      setImmediate(() => response.end(request.url))
    })
    const socket = net.connect(port, '127.0.0.1')
    const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`
    socket.write(get('/1') + get('/2') + get('/3'))
    const seen = await watched.seenFrom('server', 3)
    expect(seen.map(({ request, response }) => [request?.url, text(response)])).toEqual([
      ['/1', '/1'],
      ['/2', '/2'],
      ['/3', '/3'],
    ])
    expect(new Set(seen.map(({ conn }) => conn)).size).toBe(1)
    socket.destroy()
  })

  it('leaves Expect: 100-continue, 1xx answers and trailers as they are', async () => {
    const { url } = await serve(async (request, response) => {
      const body = await bodyOf(request)
      response.writeEarlyHints({ link: '</a>; rel=preload' })
      response.writeHead(200, { trailer: 'x-sum' })
      response.write(body)
      response.addTrailers({ 'x-sum': '7' })
      response.end()
    })
    const request = http.request(url, { method: 'POST', headers: { expect: '100-continue' } })
    request.flushHeaders()
    await once(request, 'continue')
    request.end('late')
    const [response]: http.IncomingMessage[] = await once(request, 'response')
    if (response === undefined) throw new Error('no response')
    expect((await bodyOf(response)).toString()).toBe('late')
    expect(response.trailers).toEqual({ 'x-sum': '7' })
    const { client, server } = await both()
    for (const exchange of [client, server]) {
      expect(exchange.response?.status).toBe(200)
      expect([text(exchange.request), text(exchange.response)]).toEqual(['late', 'late'])
    }
  })

  it('reports an upgrade at once and leaves the connection alone', async () => {
    const server = http.createServer()
    server.on('upgrade', (_request, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n',
      )
      socket.pipe(socket)
    })
    running = await listen(server)
    const request = http.request(running.url, {
      headers: { connection: 'upgrade', upgrade: 'echo' },
    })
    request.end()
    const [, socket]: [unknown, net.Socket] = await once(request, 'upgrade').then(
      ([response, connection]) => [response, connection],
    )
    const seen = await watched.seen(2)
    expect(seen.map(({ vantage, response }) => [vantage, response?.status])).toEqual([
      ['server', undefined],
      ['client', 101],
    ])
    socket.write('ping')
    const [echo] = await once(socket, 'data')
    expect(String(echo)).toBe('ping')
    socket.destroy()
  })

  it('reports a stream that goes on, once, with what came so far', async () => {
    await watched.close()
    watched = watch({ limits: { streamMs: 0 } })
    const { url } = await serve((request, response) => {
      if (request.url === '/other') return response.end()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      return response.write('data: 1\n\n')
    })
    const request = http.get(`${url}/events`)
    const [response]: http.IncomingMessage[] = await once(request, 'response')
    const [first] = await once(response ?? request, 'data')
    expect(String(first)).toBe('data: 1\n\n')
    // Sweeps are at least a second apart; the first exchange after that brings the stream with it.
    await expect
      .poll(
        async () => {
          await call(`${url}/other`)
          return (await watched.seen(1)).filter(({ request: sent }) => sent?.url === '/events')
        },
        { timeout: 10_000, interval: 100 },
      )
      .toHaveLength(2)
    request.destroy()
  })
})

describe('the host', () => {
  it('finds the same listeners, properties and results on its objects', async () => {
    const shapes: unknown[] = []
    const shape = (target: NodeJS.EventEmitter): unknown => [
      // Node keeps the addresses of a socket there once anybody has asked for them.
      Object.keys(target).filter((name) => !/^_(?:peer|sock)name$/.test(name)),
      Object.getOwnPropertySymbols(target).length,
      target.eventNames().map((name) => [name, target.listenerCount(name)]),
    ]
    const visit = async (): Promise<void> => {
      const { url, close } = await listen(
        http.createServer((request, response) => {
          shapes.push(shape(request), shape(response), shape(request.socket))
          shapes.push(response.write('a'), response.write('b'.repeat(100_000)), request.url)
          shapes.push(response.end() === response)
        }),
      )
      const request = http.get(url)
      const [response]: http.IncomingMessage[] = await once(request, 'response')
      if (response === undefined) throw new Error('no response')
      shapes.push(shape(request), shape(response))
      await bodyOf(response)
      await close()
    }
    await visit()
    await watched.close()
    const withSensor = shapes.splice(0)
    await visit()
    expect(withSensor).toEqual(shapes)
  })

  it('gets the errors of the platform', async () => {
    const visit = async (): Promise<readonly unknown[]> => {
      const errors: unknown[] = []
      const { url, close } = await listen(
        http.createServer((_request, response) => {
          response.on('error', (error) => errors.push(error.message))
          try {
            response.write(7)
          } catch (error) {
            errors.push(String(error))
          }
          response.end('once')
          response.end('twice')
          response.write('late')
        }),
      )
      errors.push((await call(url)).body.toString())
      await close()
      return errors
    }
    const withSensor = await visit()
    const { client, server } = await both()
    expect([text(client.response), text(server.response)]).toEqual(['once', 'once'])
    await watched.close()
    expect(withSensor).toEqual(await visit())
    expect(withSensor).toContain('write after end')
  })

  it('still crashes on an error event it does not listen to', async () => {
    const request = http.request('http://127.0.0.1:1/')
    expect(() => request.emit('error', new Error('nobody listens'))).toThrow('nobody listens')
    request.on('error', () => undefined)
    request.destroy()
  })

  it('finds the platform as it was after the sensor is closed', async () => {
    const names = ['write', 'end', 'emit'] as const
    const during = names.map((name) => http.OutgoingMessage.prototype[name])
    expect(during.map(({ name, length }) => [name, length])).toEqual([
      ['write', 3],
      ['end', 3],
      ['emit', 1],
    ])
    await watched.close()
    const after = names.map((name) => http.OutgoingMessage.prototype[name])
    expect(after).not.toEqual(during)
    expect(Object.hasOwn(http.OutgoingMessage.prototype, 'emit')).toBe(false)
    expect(Object.hasOwn(http.IncomingMessage.prototype, 'push')).toBe(false)
  })

  it('keeps at most so many exchanges and so much memory, whatever it does', async () => {
    await watched.close()
    watched = watch({ limits: { openExchanges: 5, captureBytes: 1_000 } })
    const { url } = await serve((request, response) => {
      request.resume()
      response.write('x'.repeat(400))
    })
    const calls = Array.from({ length: 20 }, () => http.get(url))
    const answers = await Promise.all(calls.map((request) => once(request, 'response')))
    expect(watched.sensor.load().exchanges).toBeLessThanOrEqual(5)
    expect(watched.sensor.load().bytes).toBeLessThanOrEqual(1_000)
    for (const request of calls) request.destroy()
    expect(answers).toHaveLength(20)
    await expect.poll(() => watched.sensor.load()).toEqual({ exchanges: 0, bytes: 0 })
    const { observed, droppedBy } = watched.sensor.balance()
    expect(observed).toBe(40)
    expect(await watched.seen(40 - droppedBy.overload)).toHaveLength(40 - droppedBy.overload)
  })
})
