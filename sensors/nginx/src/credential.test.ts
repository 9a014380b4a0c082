import { createHash, createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx, startNginx } from './testing/nginx.ts'
import { call } from './testing/servers.ts'
import { luaPath } from './testing/watched-nginx.ts'

interface Vectors {
  readonly secret_hex: string
  readonly vectors: readonly {
    readonly name: string
    readonly request: {
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly client_cert?: string
    }
    readonly kind: string | null
    readonly hash: string | null
  }[]
}

const golden = new URL('../../../spec/vectors/credential.json', import.meta.url)
const vectors: Vectors = JSON.parse(readFileSync(golden, 'utf8'))

let nginx: Nginx

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

beforeAll(async () => {
  if (missing(lua) !== null) return
  nginx = await startNginx({
    modules: lua,
    http: luaPath,
    server: `
      client_body_buffer_size 1m;
      location /digest/ { content_by_lua_block {
        local library = require(ngx.var.uri == "/digest/pure" and "weir.sha256_pure" or "weir.sha256")
        ngx.req.read_body()
        ngx.print(library.digest(ngx.req.get_body_data() or ""))
      } }
      location /hmac/ { content_by_lua_block {
        local sha256, pure = require "weir.sha256", require "weir.sha256_pure"
        local key = ngx.decode_base64(ngx.var.http_x_key)
        ngx.req.read_body()
        local hmac = sha256.hmac_under(key, ngx.var.uri == "/hmac/pure" and pure.digest or sha256.digest)
        ngx.print(hmac(ngx.req.get_body_data() or ""))
      } }
      location /native { content_by_lua_block {
        ngx.print(tostring(require("weir.sha256").native ~= nil))
      } }
      location / { content_by_lua_block {
        local credential = require "weir.credential"
        local secret = ngx.var.http_x_secret:gsub("%x%x", function(hex)
          return string.char(tonumber(hex, 16))
        end)
        local hash = credential.hasher(credential.keys_of(secret))
        local headers = ngx.req.get_headers(0)
        local first = credential.presented(headers, ngx.var.request_uri, headers["x-certificate"])[1]
        if first then ngx.print(first.kind, " ", hash(first.kind, first.secret)) else ngx.print "none" end
      } }`,
  })
})

afterAll(async () => {
  await nginx?.close()
})

const samples = [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000, 70_000].map((size) => randomBytes(size))

describe('SHA-256 in Lua', () => {
  it('is that of libcrypto where it can be called', async () => {
    expect((await call(`${nginx.url}/native`)).body.toString()).toBe('true')
  })

  it.each(['native', 'pure'])('agrees with Node, %s', async (library) => {
    for (const sample of [...samples, Buffer.from('abc')]) {
      const { body } = await call(`${nginx.url}/digest/${library}`, { method: 'POST' }, [sample])
      expect(body).toEqual(createHash('sha256').update(sample).digest())
    }
  })

  it.each(['native', 'pure'])('makes the HMAC that Node makes, %s', async (library) => {
    const keys = [Buffer.alloc(20, 0x0b), Buffer.alloc(131, 0xaa), randomBytes(64)]
    for (const key of keys) {
      const headers = { 'x-key': key.toString('base64') }
      const options = { method: 'POST', headers }
      const { body } = await call(`${nginx.url}/hmac/${library}`, options, ['Hi There'])
      expect(body).toEqual(createHmac('sha256', key).update('Hi There').digest())
    }
  })
})

describe('the credential of a request in Lua', () => {
  it.each(vectors.vectors)('$name', async ({ request, kind, hash }) => {
    const headers = {
      ...request.headers,
      'x-secret': vectors.secret_hex,
      ...(request.client_cert === undefined ? {} : { 'x-certificate': request.client_cert }),
    }
    const { body } = await call(`${nginx.url}${request.url}`, { headers })
    expect(body.toString()).toBe(kind === null ? 'none' : `${kind} ${hash}`)
  })

  const cookies: readonly (readonly [string, string])[] = [
    ['__Host-session_id=0123456789', '__Host-session_id=0123456789'],
    ['ASP.NET_SessionId=abcdefgh', 'ASP.NET_SessionId=abcdefgh'],
    ['possessed=abcdefgh; my-sess=abcdefgh', 'my-sess=abcdefgh'],
    ['sid=short; auth_token=long-enough', 'auth_token=long-enough'],
  ]
  it.each(cookies)('takes of the cookies %s only the session', async (cookie, session) => {
    const headers = { cookie, 'x-secret': vectors.secret_hex }
    const key = await call(`${nginx.url}/`, { headers })
    const alone = await call(`${nginx.url}/`, { headers: { ...headers, cookie: session } })
    expect(key.body.toString()).toMatch(/^session /)
    expect(key.body).toEqual(alone.body)
  })

  it('is none of a number of things that look like one', async () => {
    const headers = { 'x-secret': vectors.secret_hex, cookie: 'sid=short; possessed=0123456789' }
    const url = `${nginx.url}/a?api_key=short&x=api_key%3D0123456789`
    expect((await call(url, { headers })).body.toString()).toBe('none')
  })
})
