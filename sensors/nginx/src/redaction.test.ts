import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx } from './testing/nginx.ts'
import { call } from './testing/servers.ts'
import { testHub, type TestHub } from './testing/test-hub.ts'
import { startWatched } from './testing/watched-nginx.ts'

const key = 'a key of the operator'
const server = 'location / { add_header Set-Cookie "s=secret-of-the-answer"; return 200 answer; }'

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
  const settings = `${redact}, redact_key = "${key}"`
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

  it('leaves nothing in clear in what is sent', () => {
    expect(hub.attempts.map(({ body }) => body).join('')).not.toContain('secret')
  })
})
