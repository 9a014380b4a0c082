import { describe, expect, it } from 'vitest'
import { type Answer, apiToken, apiUnderTest } from '../../testing/api-under-test.ts'
import { sessionMs } from './sessions.ts'

const stranger = { isStranger: true }

function cookieOf(answer: Answer): string {
  return answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? ''
}

function codeOf(answer: Answer): unknown {
  const parsed: unknown = JSON.parse(answer.text)
  return typeof parsed === 'object' && parsed !== null && 'code' in parsed ? parsed.code : null
}

describe('access', () => {
  it('is refused to whoever has neither session nor token, on every path but the description', async () => {
    const { ask } = await apiUnderTest()
    for (const path of [
      '/',
      '/api/v1/status',
      '/api/v1/live',
      '/metrics',
      '/nowhere',
      '/assets/a.js',
    ]) {
      const answer = await ask(path, stranger)
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 401, 'NOT_SIGNED_IN'])
    }
    expect(
      (await ask('/api/v1/sensors', { ...stranger, method: 'POST', body: '{"name":"a"}' })).status,
    ).toBe(401)
    expect((await ask('/openapi.json', stranger)).status).toBe(200)
  })
  it('is granted to the API token alone', async () => {
    const { ask } = await apiUnderTest()
    const withHeader = async (authorization: string): Promise<number> =>
      (await ask('/api/v1/status', { ...stranger, headers: { authorization } })).status
    expect(await withHeader(`Bearer ${apiToken}`)).toBe(200)
    expect(await withHeader(`bearer ${apiToken}`)).toBe(200)
    for (const wrong of [
      `Bearer ${apiToken}x`,
      'Bearer x',
      `Basic ${apiToken}`,
      apiToken,
      'Bearer ',
    ]) {
      expect([wrong, await withHeader(wrong)]).toEqual([wrong, 401])
    }
  })
  it('opens by a link once, which becomes a session and leaves the address', async () => {
    const { api, ask } = await apiUnderTest()
    const path = api.consolePath()
    const opened = await ask(path, stranger)
    expect(opened.status).toBe(303)
    expect(opened.headers.location).toBe('/')
    expect(opened.headers['set-cookie']?.[0]).toMatch(
      /^weir_session=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=86400$/,
    )
    const cookie = cookieOf(opened)
    expect((await ask('/api/v1/status', { ...stranger, headers: { cookie } })).status).toBe(200)
    expect(codeOf(await ask(path, stranger))).toBe('LINK_NOT_VALID')
    const again = await ask(path, { ...stranger, headers: { cookie } })
    expect([again.status, again.headers.location]).toEqual([303, '/'])
  })
  it('keeps a few unused links and forgets the oldest', async () => {
    const { api, ask } = await apiUnderTest()
    const paths = Array.from({ length: 9 }, () => api.consolePath())
    const statuses = await Promise.all(
      paths.map(async (path) => (await ask(path, stranger)).status),
    )
    expect(statuses).toEqual([401, 303, 303, 303, 303, 303, 303, 303, 303])
  })
  it('does not use a link up for a look at its head', async () => {
    const { api, ask } = await apiUnderTest()
    const path = api.consolePath()
    await ask(path, { ...stranger, method: 'HEAD' })
    expect((await ask(path, stranger)).status).toBe(303)
  })
  it('ends with the session, which is renewed while it is in use', async () => {
    const { api, ask, clock } = await apiUnderTest()
    const cookie = cookieOf(await ask(api.consolePath(), stranger))
    const look = (value: string): Promise<Answer> =>
      ask('/api/v1/status', { ...stranger, headers: { cookie: value } })
    expect((await look(cookie)).headers['set-cookie']).toBeUndefined()
    clock.advance(sessionMs / 2)
    const renewed = cookieOf(await look(cookie))
    expect(renewed).not.toBe('')
    clock.advance(sessionMs / 2)
    expect((await look(cookie)).status).toBe(401)
    expect((await look(renewed)).status).toBe(200)
  })
  it('is refused to a session that another key signed or somebody changed', async () => {
    const other = await apiUnderTest({ keys: { session: Buffer.alloc(32, 8), apiToken } })
    const foreign = cookieOf(await other.ask(other.api.consolePath(), stranger))
    const { api, ask } = await apiUnderTest()
    const own = cookieOf(await ask(api.consolePath(), stranger))
    const later = own.replace(/=\d+/, (issued) => `=${Number(issued.slice(1)) + 1}`)
    for (const cookie of [foreign, later, `${own}x`, 'weir_session=', 'weir_session=..']) {
      expect((await ask('/api/v1/status', { ...stranger, headers: { cookie } })).status).toBe(401)
    }
    const both = { cookie: `${foreign}; theme=dark; ${own}` }
    expect((await ask('/api/v1/status', { ...stranger, headers: both })).status).toBe(200)
  })
  it('lets no page of another site change anything with a session', async () => {
    const { api, ask, port } = await apiUnderTest()
    const cookie = cookieOf(await ask(api.consolePath(), stranger))
    const make = async (name: string, headers: Record<string, string>): Promise<Answer> =>
      ask('/api/v1/sensors', {
        ...stranger,
        method: 'POST',
        headers: { cookie, ...headers },
        body: JSON.stringify({ name }),
      })
    expect(codeOf(await make('a', { origin: 'http://evil.example' }))).toBe('ORIGIN_NOT_ALLOWED')
    expect(codeOf(await make('a', { origin: 'http://127.0.0.1:1' }))).toBe('ORIGIN_NOT_ALLOWED')
    expect(codeOf(await make('a', { 'sec-fetch-site': 'same-site' }))).toBe('ORIGIN_NOT_ALLOWED')
    expect((await make('a', { origin: `http://127.0.0.1:${port}` })).status).toBe(201)
  })
  it('is refused under a host name Weir does not answer to, whatever the token', async () => {
    const { ask } = await apiUnderTest()
    for (const host of [
      'evil.example',
      'weir.example.evil.example',
      'a b',
      '127.0.0.1.evil.example',
    ]) {
      const answer = await ask('/openapi.json', { headers: { host } })
      expect([host, answer.status]).toEqual([host, 403])
    }
    for (const host of [
      'weir.example',
      'WEIR.example:7447',
      'localhost:1',
      '127.0.0.1',
      '[::1]:80',
    ]) {
      expect([host, (await ask('/openapi.json', { headers: { host } })).status]).toEqual([
        host,
        200,
      ])
    }
  })
  it('carries headers that keep everything foreign out, on refusals too', async () => {
    const { ask } = await apiUnderTest()
    for (const question of [{}, stranger, { headers: { host: 'evil.example' } }]) {
      const { headers } = await ask('/api/v1/status', question)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['content-security-policy']).not.toContain('unsafe')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
    }
  })
  it('shows a page, not a problem, to a person without a session', async () => {
    const { ask } = await apiUnderTest()
    const answer = await ask('/', { ...stranger, headers: { accept: 'text/html' } })
    expect(answer.status).toBe(401)
    expect(answer.headers['content-type']).toContain('text/html')
  })
})
