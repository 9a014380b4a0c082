import { gunzipSync } from 'node:zlib'
import http from 'node:http'
import type { Exchange, RequestMessage, ResponseMessage } from '@weir/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx } from './testing/nginx.ts'
import { large, oddUpstream, page } from './testing/odd-upstream.ts'
import { rawClient } from './testing/raw-client.ts'
import { call, type Running } from './testing/servers.ts'
import { testHub, type TestHub } from './testing/test-hub.ts'
import { startWatched } from './testing/watched-nginx.ts'

let hub: TestHub
let upstream: Running
let nginx: Nginx

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

beforeAll(async () => {
  if (missing(lua) !== null) return
  hub = await testHub()
  upstream = await oddUpstream()
  nginx = await startWatched({
    hubUrl: hub.url,
    settings: 'stream_ms = 300',
    http: `
      large_client_header_buffers 8 32k;
      proxy_buffer_size 64k;
      proxy_buffers 8 64k;
      map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
      upstream up { server 127.0.0.1:${upstream.port}; keepalive 8; }`,
    server: `
      set_real_ip_from 127.0.0.1;
      real_ip_header x-forwarded-for;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      location / { proxy_pass http://up; }
      location /compressed {
        gzip on; gzip_types application/json; gzip_min_length 1; add_header x-added yes;
        proxy_pass http://up/page;
      }
      location /unbuffered {
        access_by_lua_block { require("weir").access { read_body = false } }
        proxy_request_buffering off; proxy_pass http://up/echo;
      }
      location /refused { deny all; }
      location /nobody { proxy_pass http://127.0.0.1:1; }
      location /hang-up { return 444; }
      location /files { alias ./; }`,
  })
})

afterAll(async () => {
  await nginx?.close()
  await upstream?.close()
  await hub?.close()
})

async function one(prefix: string): Promise<Exchange> {
  const [exchange, more] = await hub.seen(prefix)
  if (exchange === undefined || more !== undefined) throw new Error('expected one exchange')
  return exchange
}

async function request(prefix: string): Promise<RequestMessage> {
  const { request: message } = await one(prefix)
  if (message === null) throw new Error('no request')
  return message
}

async function response(prefix: string): Promise<ResponseMessage> {
  const { response: message } = await one(prefix)
  if (message === null) throw new Error('no response')
  return message
}

const text = (octets: Uint8Array): string => Buffer.from(octets).toString()

describe('the nginx sensor tells of an exchange', () => {
  it('where it came from, where it went and how', async () => {
    const headers = { host: 'api.bank.test:8080', 'x-forwarded-for': '203.0.113.9' }
    await call(`${nginx.url}/page?facts=%20`, { headers })
    const exchange = await one('/page?facts')
    expect(exchange).toMatchObject({
      vantage: 'gateway',
      src: { ip: '203.0.113.9' },
      via: ['127.0.0.1'],
      dst: { host: 'api.bank.test', ip: '127.0.0.1', port: upstream.port, service: 'tested' },
      request: { method: 'GET', url: '/page?facts=%20', version: '1.1', truncated: false },
      response: { status: 200, truncated: false },
    })
    expect(exchange.conn).toMatch(/^\d+$/)
    expect(Math.abs(exchange.ts - Date.now())).toBeLessThan(60_000)
    expect(exchange.durationMs).toBeLessThan(30_000)
    expect(text(exchange.response?.body ?? Buffer.alloc(0))).toBe(page)
    expect(exchange.response?.headers.get('x-twice')).toEqual(['1', '2'])
    expect(exchange.response?.headers.get('content-type')).toEqual(['application/json'])
  })

  it('with repeated fields as they came, whatever their octets', async () => {
    const client = await rawClient(nginx.port)
    client.write(
      Buffer.from(
        'GET /page?fields HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nx-two:b\r\nx-one:  2 \r\nX-ONE:\r\nx-latin: \xe4\r\n__proto__: p\r\nConnection: close\r\n\r\n',
        'latin1',
      ),
    )
    const { headers } = await request('/page?fields')
    client.close()
    expect(headers.get('x-one')).toEqual(['1', '2', ''])
    expect(headers.get('x-two')).toEqual(['b'])
    expect(headers.get('x-latin')).toEqual(['ä'])
  })

  it('with a thousand fields', async () => {
    // With those of the connection a thousand, which is where nginx stops.
    const names = Array.from({ length: 998 }, (_, index) => `x-field-${index}`)
    const headers = Object.fromEntries(names.map((name) => [name, `value of ${name}`]))
    const reply = await call(`${nginx.url}/many-headers?thousand`, { headers })
    expect(reply.status).toBe(200)
    const exchange = await one('/many-headers?thousand')
    for (const name of names) {
      expect(exchange.request?.headers.get(name)).toEqual([`value of ${name}`])
    }
    expect(exchange.response?.headers.get('x-299')).toEqual(['299'])
  })

  it('with chunks put together, both ways', async () => {
    const reply = await call(`${nginx.url}/echo?chunked`, { method: 'POST' }, ['a', 'bc', 'def'])
    expect(reply.body.toString()).toBe('abcdef')
    const sent = await request('/echo?chunked')
    expect(text(sent.body)).toBe('abcdef')
    expect(sent.truncated).toBe(false)
    await call(`${nginx.url}/chunks?there`)
    const received = await response('/chunks?there')
    expect(text(received.body)).toBe('one,two,three')
    expect(received.truncated).toBe(false)
  })

  it('each of several sent at once on one connection', async () => {
    const client = await rawClient(nginx.port)
    const post = (number: number): string =>
      `POST /echo?pipelined-${number} HTTP/1.1\r\nHost: a\r\nx-number: ${number}\r\ncontent-length: 6\r\n\r\nbody-${number}`
    client.write([1, 2, 3, 4].map(post).join(''))
    await client.receives('body-4')
    client.close()
    const seen = await hub.seen('/echo?pipelined', 4)
    expect(seen.map((each) => each.request?.headers.get('x-number')?.[0])).toEqual([
      '1',
      '2',
      '3',
      '4',
    ])
    expect(seen.map((each) => text(each.request?.body ?? Buffer.alloc(0)))).toEqual([
      'body-1',
      'body-2',
      'body-3',
      'body-4',
    ])
    expect(new Set(seen.map(({ conn }) => conn)).size).toBe(1)
  })

  it('without a body where HTTP has none', async () => {
    await call(`${nginx.url}/page?head`, { method: 'HEAD' })
    expect(await response('/page?head')).toMatchObject({
      status: 200,
      bodySize: 0,
      truncated: false,
    })
    await call(`${nginx.url}/none?no-content`)
    expect(await response('/none?no-content')).toMatchObject({ status: 204, truncated: false })
  })

  it('that asked for a part', async () => {
    await call(`${nginx.url}/range?part`, { headers: { range: 'bytes=2-5' } })
    const part = await response('/range?part')
    expect(part).toMatchObject({ status: 206, truncated: false })
    expect(text(part.body)).toBe('2345')
    await call(`${nginx.url}/files/nginx.conf?part`, { headers: { range: 'bytes=0-3' } })
    expect(await response('/files/nginx.conf')).toMatchObject({ status: 206, bodySize: 4 })
  })

  it('with a coded body as it was coded', async () => {
    await call(`${nginx.url}/gzip?coded`)
    const coded = await response('/gzip?coded')
    expect(coded.headers.get('content-encoding')).toEqual(['gzip'])
    expect(gunzipSync(coded.body).toString()).toBe(page)
  })

  it('with the plain body of what nginx compresses itself', async () => {
    const reply = await call(`${nginx.url}/compressed`, { headers: { 'accept-encoding': 'gzip' } })
    expect(gunzipSync(reply.body).toString()).toBe(page)
    const plain = await response('/compressed')
    expect(plain.headers.has('content-encoding')).toBe(false)
    expect(plain.headers.get('x-added')).toEqual(['yes'])
    expect(text(plain.body)).toBe(page)
    expect(plain.truncated).toBe(false)
  })

  it('with the beginning of 24 MB, which pass untouched', async () => {
    const reply = await call(`${nginx.url}/echo?24mb`, { method: 'POST' }, [large])
    expect(reply.body.equals(large)).toBe(true)
    const exchange = await one('/echo?24mb')
    const expected = { bodySize: large.length, truncated: true }
    expect(exchange.request).toMatchObject(expected)
    expect(exchange.response).toMatchObject(expected)
    expect(exchange.request?.body).toHaveLength(65_536)
    expect(exchange.response?.body).toHaveLength(65_536)
    await call(`${nginx.url}/large?again`)
    expect(await response('/large?again')).toMatchObject(expected)
  })

  it('with a body that nginx had to put into a file', async () => {
    const body = Buffer.alloc(65_536 + 10, 'x')
    await call(`${nginx.url}/echo?spooled`, { method: 'POST' }, [
      body.subarray(0, 9),
      body.subarray(9),
    ])
    const sent = await request('/echo?spooled')
    expect(sent).toMatchObject({ bodySize: body.length, truncated: true })
    expect(sent.body).toHaveLength(65_536)
  })

  it('without the body of a request that is not buffered', async () => {
    const body = Buffer.alloc(100_000, 'x')
    const reply = await call(`${nginx.url}/unbuffered`, { method: 'POST' }, [body])
    expect(reply.body.equals(body)).toBe(true)
    const headers = { 'content-length': '4' }
    expect(await request('/unbuffered')).toMatchObject({ bodySize: body.length, truncated: true })
    await call(`${nginx.url}/unbuffered?short`, { method: 'POST', headers }, ['four'])
    const short = await request('/unbuffered?short')
    expect(short.truncated).toBe(short.body.length < 4)
  })

  it('in an old version', async () => {
    const client = await rawClient(nginx.port)
    client.write('GET /page?version-1.0 HTTP/1.0\r\n\r\n')
    await client.receives('good day')
    client.close()
    expect(await request('/page?version-1.0')).toMatchObject({ version: '1.0' })
    const older = await rawClient(nginx.port)
    older.write('GET /page?version-0.9\r\n')
    await older.receives('good day')
    older.close()
    expect(await request('/page?version-0.9')).toMatchObject({ version: '0.9' })
  })

  it('that nginx answered itself', async () => {
    await call(`${nginx.url}/refused`)
    expect(await response('/refused')).toMatchObject({ status: 403, truncated: false })
    await call(`${nginx.url}/nobody`)
    expect(await response('/nobody')).toMatchObject({ status: 502, truncated: false })
  })
})

describe('the nginx sensor tells how far an exchange got', () => {
  it('when the client went away before the answer', async () => {
    const client = await rawClient(nginx.port)
    client.write('POST /slow?gone HTTP/1.1\r\nHost: a\r\ncontent-length: 4\r\n\r\nbody')
    await expect.poll(() => hub.attempts.length).toBeGreaterThan(0)
    setTimeout(() => client.close(), 50)
    const exchange = await one('/slow?gone')
    expect(exchange.response).toBeNull()
    expect(text(exchange.request?.body ?? Buffer.alloc(0))).toBe('body')
  })

  it('when the client went away in the middle of its body', async () => {
    const client = await rawClient(nginx.port)
    client.write('POST /echo?half HTTP/1.1\r\nHost: a\r\ncontent-length: 100\r\n\r\nhalf of it')
    setTimeout(() => client.close(), 50)
    const exchange = await one('/echo?half')
    expect(exchange.request).toMatchObject({ bodySize: 100, truncated: true })
  })

  it('when the upstream broke off', async () => {
    await expect(call(`${nginx.url}/broken?off`)).rejects.toThrow()
    const broken = await response('/broken?off')
    expect(broken).toMatchObject({ status: 200, bodySize: 1_000, truncated: true })
    expect(text(broken.body)).toBe('the beginning')
  })

  it('when nginx hung up', async () => {
    await expect(call(`${nginx.url}/hang-up`)).rejects.toThrow()
    expect((await one('/hang-up')).response).toBeNull()
  })

  it('and says nothing of what is no HTTP', async () => {
    const client = await rawClient(nginx.port)
    client.write('\x16\x03\x01 no http at all\r\n\r\n')
    await client.receives('400 Bad Request')
    client.close()
    await call(`${nginx.url}/page?after-noise`)
    await one('/page?after-noise')
    const unread = hub.exchanges.filter((each) => each.response?.status === 400)
    expect(nginx.errorLog()).not.toContain('weir:')
    expect(unread.map((each) => each.request?.url)).toEqual([])
  })
})

describe('the nginx sensor waits for no end of', () => {
  it('an upgrade, which works as if nobody watched', async () => {
    const client = await rawClient(nginx.port)
    client.write('GET /socket HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n')
    await client.receives('101 Switching Protocols')
    expect(await one('/socket')).toMatchObject({ response: { status: 101, truncated: false } })
    client.write('still there')
    await client.receives('still there')
    client.close()
    await call(`${nginx.url}/page?after-upgrade`)
    await one('/page?after-upgrade')
    expect(await hub.seen('/socket')).toHaveLength(1)
  })

  it('an event stream, whose first event arrives at once', async () => {
    const first = await new Promise<Buffer>((resolve, reject) => {
      const asked = http.get(`${nginx.url}/events`, (stream) => {
        stream.once('data', (data: Buffer) => {
          resolve(data)
          hub.seen('/events').then(() => asked.destroy(), reject)
        })
        stream.on('error', () => undefined)
      })
      asked.on('error', () => undefined)
    })
    expect(first.toString()).toBe('data: first\n\n')
    const stream = await response('/events')
    expect(stream).toMatchObject({ status: 200, truncated: true })
    expect(text(stream.body)).toBe('data: first\n\n')
    await call(`${nginx.url}/page?after-stream`)
    await one('/page?after-stream')
    expect(await hub.seen('/events')).toHaveLength(1)
  })
})
