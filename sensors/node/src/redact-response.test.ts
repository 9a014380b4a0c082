import { once } from 'node:events'
import http from 'node:http'
import { gzipSync } from 'node:zlib'
import { type Decide, heldResponseBytes, pass } from '@weir/sensor'
import express from 'express'
import Fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { guardHttp } from './guard-http.ts'

const decide: Decide = ({ request }) =>
  request.url.startsWith('/open')
    ? pass
    : { kind: 'allow', tag: null, redact: ['items[].card', 'iban'], captureBytes: 0 }
const card = { items: [{ card: '4111', name: 'é' }], iban: 1, id: 7 }
const hidden = { items: [{ card: 'redacted', name: 'é' }], iban: 'redacted', id: 7 }
const json = { 'content-type': 'application/json' }

let passedOver = 0
let restore = (): void => undefined

beforeEach(() => {
  passedOver = 0
  restore = guardHttp({ decide, passedOver: () => (passedOver += 1) }, undefined)
})
afterEach(() => restore())

interface Reply {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

async function serve(
  server: http.Server,
): Promise<(path: string, method?: string) => Promise<Reply>> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => {
    agent.destroy()
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return (path, method = 'GET') =>
    new Promise((resolve, reject) => {
      const headers = { 'accept-encoding': 'gzip' }
      const request = http.request(
        { host: '127.0.0.1', port, path, method, agent, headers },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('error', reject)
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(parts),
            }),
          )
        },
      )
      request.on('error', reject)
      request.end()
    })
}

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void

const text = JSON.stringify(card)
const ways: Readonly<Record<string, Handler>> = {
  'with end': (_request, response) => {
    response.setHeader('content-type', 'application/json').end(text)
  },
  'with a length of its own': (_request, response) => {
    const etag = '"of what is no longer there"'
    response
      .writeHead(200, 'Fine', { ...json, 'content-length': Buffer.byteLength(text), etag })
      .end(text)
  },
  'in pieces that cut a character': (_request, response) => {
    const bytes = Buffer.from(text)
    const cut = bytes.indexOf(0xc3) + 1
    response.writeHead(200, json)
    response.flushHeaders()
    response.write(bytes.subarray(0, cut), () => response.write(bytes.subarray(cut, cut + 3)))
    setImmediate(() => response.end(bytes.subarray(cut + 3)))
  },
  'in Latin-1': (_request, response) => {
    response.writeHead(200, json)
    response.write(text.slice(0, 5), 'latin1')
    response.end(Buffer.from(text.slice(5)).toString('base64'), 'base64')
  },
}

describe('a response a decision redacts', () => {
  it.each(Object.entries(ways))(
    'is redacted where the host writes it %s',
    async (_way, handler) => {
      const ask = await serve(http.createServer(handler))
      for (const path of ['/a', '/b']) {
        const { body, headers, status } = await ask(path)
        expect([status, JSON.parse(body.toString())]).toEqual([200, hidden])
        expect(headers['content-length']).toBe(String(body.length))
        expect(headers.etag).toBeUndefined()
      }
      expect(JSON.parse((await ask('/open')).body.toString())).toEqual(card)
      expect(passedOver).toBe(0)
    },
  )

  it('is redacted where Express and Fastify write it', async () => {
    const app = express()
    app.use((_request, response) => {
      response.json(card)
    })
    const fastify = Fastify()
    fastify.all('*', () => card)
    await fastify.ready()
    for (const server of [http.createServer(app), fastify.server]) {
      const ask = await serve(server)
      const { body, headers } = await ask('/a')
      expect(JSON.parse(body.toString())).toEqual(hidden)
      expect(headers.etag).toBeUndefined()
      expect(JSON.parse((await ask('/open')).body.toString())).toEqual(card)
    }
  })

  it('says to the host that it wants no coding', async () => {
    const ask = await serve(
      http.createServer((request, response) => {
        const accepted = request.headers['accept-encoding']
        response.writeHead(200, json).end(JSON.stringify({ accepted }))
      }),
    )
    expect((await ask('/a')).body.toString()).toBe('{"accepted":"identity"}')
    expect((await ask('/open')).body.toString()).toBe('{"accepted":"gzip"}')
  })

  it('is what it was where nothing is named in it, with its length and etag', async () => {
    const ask = await serve(
      http.createServer((_request, response) => {
        response.writeHead(200, { ...json, etag: '"e"' })
        response.end('{ "a" : 1 }')
      }),
    )
    const { body, headers } = await ask('/a')
    expect([body.toString(), headers.etag]).toEqual(['{ "a" : 1 }', '"e"'])
    expect(passedOver).toBe(0)
  })
})

const long = JSON.stringify({ iban: 'x'.repeat(heldResponseBytes) })
const coded = gzipSync(text)
const passing: Readonly<Record<string, readonly [Handler, Buffer]>> = {
  'a coded one': [
    (_request, response) =>
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(coded),
    coded,
  ],
  'one that is no JSON': [
    (_request, response) => response.writeHead(200, json).end('{"iban":1'),
    Buffer.from('{"iban":1'),
  ],
  'one that is no UTF-8': [
    (_request, response) => response.writeHead(200, json).end(Buffer.from([0x22, 0xff, 0x22])),
    Buffer.from([0x22, 0xff, 0x22]),
  ],
  'a part of one': [
    (_request, response) => response.writeHead(206, json).end(text),
    Buffer.from(text),
  ],
  'one that says it is too long': [
    (_request, response) =>
      response.writeHead(200, { ...json, 'content-length': long.length }).end(long),
    Buffer.from(long),
  ],
  'one that turns out too long': [
    (_request, response) => {
      response.writeHead(200, json)
      for (let at = 0; at < long.length; at += 100_000) response.write(long.slice(at, at + 100_000))
      response.end()
    },
    Buffer.from(long),
  ],
  'one whose head is a list': [
    (_request, response) => response.writeHead(200, Object.entries(json).flat()).end(text),
    Buffer.from(text),
  ],
}

describe('a response that cannot be redacted passes and is counted', () => {
  it.each(Object.entries(passing))('%s', async (_what, [handler, expected]) => {
    const ask = await serve(http.createServer(handler))
    for (const count of [1, 2]) {
      const { body } = await ask('/a')
      expect(body.equals(expected)).toBe(true)
      expect(passedOver).toBe(count)
    }
  })
})

describe('a response there is nothing to redact in', () => {
  it('passes at once: other content, HEAD, a stream of events', async () => {
    const server = http.createServer((request, response) => {
      if (request.url === '/events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
      } else if (request.method === 'HEAD')
        response.writeHead(200, { ...json, 'content-length': 9 }).end()
      else response.end('iban')
    })
    const ask = await serve(server)
    expect((await ask('/text')).body.toString()).toBe('iban')
    expect((await ask('/head', 'HEAD')).headers['content-length']).toBe('9')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const stream = http.get({ port, host: '127.0.0.1', path: '/events' })
    const [response]: [http.IncomingMessage] = await new Promise((resolve) =>
      stream.once('response', (one) => resolve([one])),
    )
    expect(String((await once(response, 'data'))[0])).toBe('data: 1\n\n')
    response.destroy()
    expect(passedOver).toBe(0)
  })
})
