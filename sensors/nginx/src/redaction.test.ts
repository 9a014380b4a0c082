import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx } from './testing/nginx.ts'
import { call } from './testing/servers.ts'
import { testHub, type TestHub } from './testing/test-hub.ts'
import { startWatched } from './testing/watched-nginx.ts'

const key = 'a key of the operator'
const server = `
  location / { add_header Set-Cookie "s=secret-of-the-answer"; return 200 answer; }
  location /json { default_type application/json; return 200 '{"id":1,"card":"secret-card","n":12}'; }
  location /take { content_by_lua_block { ngx.req.read_body() ngx.say "taken" } }`

let hub: TestHub
let keyed: Nginx
let plain: Nginx

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

beforeAll(async () => {
  if (missing(lua) !== null) return
  hub = await testHub()
  const redact = 'redact = { "Authorization", "x-token", "set-cookie" }'
  plain = await startWatched({ hubUrl: hub.url, settings: redact, server })
  const settings = `${redact}, redact_paths = { "card", "n" }, redact_key = "${key}"`
  keyed = await startWatched({ hubUrl: hub.url, settings, server })
})

afterAll(async () => {
  await plain?.close()
  await keyed?.close()
  await hub?.close()
})

const headers = {
  authorization: 'Bearer secret-of-the-question',
  'X-Token': ['secret-one', 'secret-two'],
  'x-other': 'seen',
}

function hashOf(value: string): string {
  const digest = createHmac('sha256', key).update(value).digest().subarray(0, 16)
  return `redacted:${digest.toString('base64url')}`
}

describe('a redacted header field', () => {
  it('has a word in place of its values', async () => {
    await call(`${plain.url}/word`, { headers })
    const [exchange] = await hub.seen('/word')
    expect(exchange?.request?.headers.get('authorization')).toEqual(['redacted'])
    expect(exchange?.request?.headers.get('x-token')).toEqual(['redacted', 'redacted'])
    expect(exchange?.request?.headers.get('x-other')).toEqual(['seen'])
    expect(exchange?.response?.headers.get('set-cookie')).toEqual(['redacted'])
  })

  it('has keyed hashes in place of its values where there is a key', async () => {
    await call(`${keyed.url}/hash`, { headers })
    const [exchange] = await hub.seen('/hash')
    const { request, response } = exchange ?? {}
    expect(request?.headers.get('authorization')).toEqual([hashOf(headers.authorization)])
    expect(request?.headers.get('x-token')).toEqual(headers['X-Token'].map(hashOf))
    expect(response?.headers.get('set-cookie')).toEqual([hashOf('s=secret-of-the-answer')])
  })

  it('and named values of bodies have the same hashes', async () => {
    const form = 'card=secret%2Dcard&x=1'
    const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }
    await call(`${keyed.url}/json`)
    await call(`${keyed.url}/take`, { method: 'POST', headers: urlencoded }, [form])
    const json = { 'content-type': 'application/json' }
    await call(`${keyed.url}/take?broken`, { method: 'POST', headers: json }, ['{"card":secret'])
    const [got] = await hub.seen('/json')
    const { body } = got?.response ?? {}
    expect(Buffer.from(body ?? []).toString()).toBe(
      `{"id":1,"card":"${hashOf('secret-card')}","n":"${hashOf('12')}"}`,
    )
    expect(got?.response?.truncated).toBe(false)
    const sent = await hub.seen('/take', 2)
    const [whole, broken] = ['/take', '/take?broken'].map((url) =>
      sent.find(({ request }) => request?.url === url),
    )
    expect(Buffer.from(whole?.request?.body ?? []).toString()).toBe(
      `card=${hashOf('secret-card')}&x=1`,
    )
    expect(broken?.request).toMatchObject({ bodySize: 14, truncated: true })
    expect(broken?.request?.body?.length).toBe(0)
  })

  it('leaves nothing in clear in what is sent', () => {
    expect(Buffer.concat(hub.attempts.map(({ body }) => body)).toString('latin1')).not.toContain(
      'secret',
    )
  })
})
