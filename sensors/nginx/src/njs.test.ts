import { gunzipSync } from 'node:zlib'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { missing, type Nginx, njs, packageFolder, startNginx } from './testing/nginx.ts'
import { large, oddUpstream, page } from './testing/odd-upstream.ts'
import { rawClient } from './testing/raw-client.ts'
import { call, type Running } from './testing/servers.ts'
import { testHub, type TestHub } from './testing/test-hub.ts'
import { type Relay, startRelay } from './relay.ts'

let hub: TestHub
let relay: Relay
let upstream: Running
let nginx: Nginx

const filters = 'js_header_filter weir.header; js_body_filter weir.body buffer_type=buffer;'

beforeEach((ctx) => {
  const lacking = missing(njs)
  if (lacking !== null) ctx.skip(lacking)
})

beforeAll(async () => {
  if (missing(njs) !== null) return
  hub = await testHub()
  relay = await startRelay({ url: hub.url, key: 'k', port: 0 })
  upstream = await oddUpstream()
  nginx = await startNginx({
    modules: njs,
    http: `
      js_path "${join(packageFolder, 'njs')}";
      js_import weir from weir.js;
      js_set $weir_line weir.line;
      log_format weir escape=none '$weir_line';
      client_body_buffer_size 64k;
      client_max_body_size 64m;
      large_client_header_buffers 8 32k;
      proxy_http_version 1.1;
      map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
      upstream up { server 127.0.0.1:${upstream.port}; keepalive 8; }`,
    server: `
      access_log syslog:server=127.0.0.1:${relay.port},nohostname,tag=weir weir;
      set $weir_service tested;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      location / { ${filters} proxy_pass http://up; }
      location /compressed {
        ${filters}
        gzip on; gzip_types application/json; gzip_min_length 1; proxy_pass http://up/page;
      }`,
  })
})

afterAll(async () => {
  await nginx?.close()
  await upstream?.close()
  await relay?.close()
  await hub?.close()
})

const text = (octets: Uint8Array | undefined): string => Buffer.from(octets ?? []).toString()

describe('nginx with njs tells of an exchange', () => {
  it('where it came from, where it went and how', async () => {
    const headers = { host: 'api.bank.test', 'x-twice': ['1', '2'] }
    await call(`${nginx.url}/page?facts=%20`, { headers })
    const [exchange] = await hub.seen('/page?facts')
    expect(exchange).toMatchObject({
      vantage: 'gateway',
      src: { ip: '127.0.0.1' },
      dst: { host: 'api.bank.test', ip: '127.0.0.1', port: upstream.port, service: 'tested' },
      request: { method: 'GET', url: '/page?facts=%20', version: '1.1', truncated: false },
      response: { status: 200, truncated: false },
    })
    expect(Math.abs((exchange?.ts ?? 0) - Date.now())).toBeLessThan(60_000)
    expect(exchange?.request?.headers.get('x-twice')).toEqual(['1', '2'])
    expect(exchange?.response?.headers.get('x-twice')).toEqual(['1', '2'])
    expect(text(exchange?.response?.body)).toBe(page)
  })

  it('with its bodies, text or not', async () => {
    const noise = Buffer.from([0, 1, 2, 255, 254, 128, 10, 34])
    for (const body of [Buffer.from('größer "als"\n'), noise]) {
      const reply = await call(`${nginx.url}/echo?${body.length}`, { method: 'POST' }, [body])
      expect(reply.body).toEqual(body)
      const [exchange] = await hub.seen(`/echo?${body.length}`)
      expect(Buffer.from(exchange?.request?.body ?? [])).toEqual(body)
      expect(Buffer.from(exchange?.response?.body ?? [])).toEqual(body)
    }
  })

  it('with a coded body as it was coded, and plain where nginx compresses', async () => {
    await call(`${nginx.url}/gzip`)
    const [coded] = await hub.seen('/gzip')
    expect(gunzipSync(coded?.response?.body ?? new Uint8Array()).toString()).toBe(page)
    const headers = { 'accept-encoding': 'gzip' }
    const reply = await call(`${nginx.url}/compressed`, { headers })
    expect(gunzipSync(reply.body).toString()).toBe(page)
    const [plain] = await hub.seen('/compressed')
    expect(text(plain?.response?.body)).toBe(page)
    expect(plain?.response?.headers.has('content-encoding')).toBe(false)
  })

  it('with the beginning of 24 MB, which pass untouched', async () => {
    const reply = await call(`${nginx.url}/large?24mb`)
    expect(reply.body.equals(large)).toBe(true)
    const [exchange] = await hub.seen('/large?24mb')
    expect(exchange?.response).toMatchObject({ bodySize: large.length, truncated: true })
    expect(exchange?.response?.body).toHaveLength(16_384)
  })

  it('with the beginning of large bodies that are no text', async () => {
    const noise = Buffer.alloc(60_000, 0xfe)
    const reply = await call(`${nginx.url}/echo?noise`, { method: 'POST' }, [noise])
    expect(reply.body.equals(noise)).toBe(true)
    const [exchange] = await hub.seen('/echo?noise')
    const expected = { bodySize: noise.length, truncated: true }
    expect(exchange?.request).toMatchObject(expected)
    expect(exchange?.response).toMatchObject(expected)
  })

  it('without its bodies where they do not fit beside its fields', async () => {
    const headers = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`x-${index}`, 'v'.repeat(1_500)]),
    )
    const body = '"'.repeat(16_000)
    await call(`${nginx.url}/echo?crowded`, { method: 'POST', headers }, [body])
    const [exchange] = await hub.seen('/echo?crowded')
    expect(exchange?.request).toMatchObject({ bodySize: body.length, truncated: true })
    expect(exchange?.request?.body).toHaveLength(0)
    expect(exchange?.request?.headers.get('x-19')?.[0]).toHaveLength(1_500)
  })

  it('that is cut off, or has no answer', async () => {
    await expect(call(`${nginx.url}/broken?off`)).rejects.toThrow()
    const [broken] = await hub.seen('/broken?off')
    expect(broken?.response).toMatchObject({ status: 200, bodySize: 1_000, truncated: true })
    const client = await rawClient(nginx.port)
    client.write('GET /slow?gone HTTP/1.1\r\nHost: a\r\n\r\n')
    setTimeout(() => client.close(), 50)
    const [gone] = await hub.seen('/slow?gone')
    expect(gone?.response).toBeNull()
  })

  it('that has no body', async () => {
    await call(`${nginx.url}/page?head`, { method: 'HEAD' })
    const [head] = await hub.seen('/page?head')
    expect(head?.response).toMatchObject({ status: 200, bodySize: 0, truncated: false })
  })

  it('that was upgraded, once it has ended', async () => {
    const client = await rawClient(nginx.port)
    client.write('GET /socket HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n')
    await client.receives('101 Switching Protocols')
    client.write('still there')
    await client.receives('still there')
    client.close()
    const [exchange] = await hub.seen('/socket')
    expect(exchange?.response?.status).toBe(101)
  })

  it('whose fields are no UTF-8', async () => {
    const client = await rawClient(nginx.port)
    const request =
      'GET /page?latin HTTP/1.1\r\nHost: a\r\nx-latin: \xe4\r\nConnection: close\r\n\r\n'
    client.write(Buffer.from(request, 'latin1'))
    await client.receives('good day')
    client.close()
    await call(`${nginx.url}/page?after-latin`)
    await hub.seen('/page?after-latin')
    const seen = hub.exchanges.filter((each) => each.request?.url === '/page?latin').length
    expect(seen + relay.balance().droppedBy.fault).toBe(1)
  })

  it('and breaks nothing', () => {
    expect(nginx.errorLog()).not.toMatch(/js exception|js:|syslog/i)
  })
})
