import http from 'node:http'
import { type Centre, startCentre, until } from '@weir/testkit/proxy'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx } from './testing/nginx.ts'
import { call, listen, type Running } from './testing/servers.ts'
import { startWatched } from './testing/watched-nginx.ts'

const timeout = 60_000
/** Who asks is told by the proxy before, which stands on this machine. */
const from = (ip: string, more: Readonly<Record<string, string>> = {}): http.RequestOptions => ({
  headers: { 'x-forwarded-for': ip, host: 'shop.example', ...more },
})

let centre: Centre
let app: Running
let nginx: Nginx
const seen: string[] = []

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

beforeAll(async () => {
  if (missing(lua) !== null) return
  centre = await startCentre()
  app = await listen(
    http.createServer((request, response) => {
      seen.push(`${request.url} ${String(request.headers['weir-tag'])}`)
      response.end('served')
    }),
  )
  nginx = await startWatched({
    hubUrl: centre.url,
    settings: `door = true, key = "${centre.key}", batch_ms = 20`,
    server: `location / { proxy_pass http://127.0.0.1:${app.port}; proxy_set_header Host $host; }`,
    workers: 2,
  })
  // Both workers have asked for the decisions there are.
  await until(async () => {
    const doors = JSON.stringify(await centre.read('/api/v1/doors'))
    return /"boot".*"behind":0.*"boot".*"behind":0/.test(doors)
  }, 'both workers are doors')
}, timeout)
afterAll(async () => {
  await nginx?.close()
  await app?.close()
  await centre?.close()
})

const ask = (path: string, options: http.RequestOptions): ReturnType<typeof call> =>
  call(`${nginx.url}${path}`, options)

const becomes = (path: string, options: http.RequestOptions, status: number): Promise<void> =>
  expect.poll(async () => (await ask(path, options)).status, { timeout: 5_000 }).toBe(status)

const deny = { action: { kind: 'deny' } }
const ip = (range: string): object => ({ kind: 'ip', range })

describe('nginx as a door', { timeout }, () => {
  it('refuses whom a decision is about and nobody else, until it is taken back', async () => {
    const id = await centre.decide({ ...deny, subject: ip('203.0.113.0/24') })
    await becomes('/a', from('203.0.113.7'), 403)
    const refused = await ask('/refused', from('203.0.113.7'))
    expect(refused.body.toString()).toBe('Refused.\n')
    expect(refused.headers['cache-control']).toBe('no-store')
    expect((await ask('/a', from('203.0.114.7'))).status).toBe(200)
    // What a client says of itself is no proof: the hop behind it is a stranger.
    expect((await ask('/a', from('203.0.113.7, 198.51.100.1'))).status).toBe(200)
    expect(seen.filter((one) => one.startsWith('/refused'))).toEqual([])
    await centre.undo(id)
    await becomes('/a', from('203.0.113.7'), 200)
  })

  it('knows a principal by every token, and a credential by its hash', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token = (sub: string): string => `${part({ alg: 'none' })}.${part({ sub })}.c2ln`
    const bearer = (sub: string): http.RequestOptions =>
      from('198.51.100.7', { authorization: `Bearer ${token(sub)}` })
    const id = await centre.decide({ ...deny, subject: { kind: 'principal', name: 'mallory' } })
    await becomes('/a', bearer('mallory'), 403)
    expect((await ask('/a', bearer('alice'))).status).toBe(200)
    await centre.undo(id)
    await becomes('/a', bearer('mallory'), 200)
  })

  it('leaves an owner alone who works from inside, where it holds outside only', async () => {
    const match = { from: 'outside' }
    const id = await centre.decide({ ...deny, subject: { kind: 'principal', name: 'app' }, match })
    const basic = { authorization: `Basic ${Buffer.from('app:secret').toString('base64')}` }
    await becomes('/a', from('198.51.100.7', basic), 403)
    expect((await ask('/a', from('10.1.2.3', basic))).status).toBe(200)
    await centre.undo(id)
    await becomes('/a', from('198.51.100.7', basic), 200)
  })

  it('does so only where the decision holds', async () => {
    const match = { service: 'tested', method: 'GET', template: '/v1/items/{itemId}' }
    const id = await centre.decide({ ...deny, subject: { kind: 'any' }, match })
    const options = from('198.51.100.8')
    await becomes('/v1/items/7?x=1', options, 403)
    expect((await ask('/v1/items', options)).status).toBe(200)
    expect((await ask('/v1/items/7', { ...options, method: 'DELETE' })).status).toBe(200)
    await centre.undo(id)
    await becomes('/v1/items/7', options, 200)
  })

  it('asks for a sign-in, for patience, and tags', async () => {
    const subject = ip('203.0.113.20')
    const challenge = { kind: 'challenge', acr_values: 'urn:weir:mfa', max_age: 0 }
    const first = await centre.decide({ subject, action: challenge })
    await becomes('/a', from('203.0.113.20'), 401)
    expect((await ask('/a', from('203.0.113.20'))).headers['www-authenticate']).toMatch(
      /^Bearer error="insufficient_user_authentication".*acr_values="urn:weir:mfa", max_age="0"$/,
    )
    await centre.undo(first)

    const throttle = { kind: 'throttle', calls: 1, per_s: 3_600 }
    const second = await centre.decide({ subject: ip('203.0.113.21'), action: throttle })
    await becomes('/a', from('203.0.113.21'), 429)
    const slowed = await ask('/a', from('203.0.113.21'))
    expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(3_000)
    await centre.undo(second)

    const third = await centre.decide({
      subject: ip('203.0.113.22'),
      action: { kind: 'tag', name: 'watched' },
    })
    await expect
      .poll(async () => {
        await ask('/tagged', from('203.0.113.22', { 'weir-tag': 'forged' }))
        return seen.at(-1)
      })
      .toBe('/tagged watched')
    await ask('/plain', from('203.0.113.23', { 'weir-tag': 'forged' }))
    expect(seen.at(-1)).toBe('/plain undefined')
    await centre.undo(third)
  })

  it('answers an upload that is refused without waiting for it, and keeps the connection', async () => {
    const id = await centre.decide({ ...deny, subject: ip('203.0.113.30') })
    await becomes('/a', from('203.0.113.30'), 403)
    const upload = await call(`${nginx.url}/upload`, { ...from('203.0.113.30'), method: 'POST' }, [
      Buffer.alloc(4 * 1024 * 1024),
    ])
    expect(upload.status).toBe(403)
    await centre.undo(id)
  })

  it('tells the centre what it holds and whom it refused', async () => {
    const id = await centre.decide({ ...deny, subject: ip('203.0.113.40'), mode: 'simulate' })
    await expect
      .poll(async () => JSON.stringify(await centre.read('/api/v1/doors')), { timeout: 10_000 })
      .toMatch(/"agent":"weir-sensor-nginx\/0\.1\.0".*"held":1/)
    for (let index = 0; index < 4; index += 1) {
      expect((await ask('/a', from('203.0.113.40'))).status).toBe(200)
    }
    await expect
      .poll(async () => JSON.stringify(await centre.read('/api/v1/decisions')), { timeout: 20_000 })
      .toContain('"hits":4')
    await centre.undo(id)
  })
})

describe('nginx whose centre goes away', { timeout }, () => {
  it('goes on with the decisions it has, and ends when it is told to', async () => {
    await centre.decide({ ...deny, subject: ip('203.0.113.50') })
    await becomes('/a', from('203.0.113.50'), 403)
    await centre.close()
    for (let index = 0; index < 20; index += 1) {
      expect((await ask('/a', from('203.0.113.50'))).status).toBe(403)
      expect((await ask('/a', from('203.0.113.51'))).status).toBe(200)
    }
    const began = Date.now()
    await nginx.quit()
    expect(Date.now() - began).toBeLessThan(10_000)
    expect(nginx.errorLog()).not.toMatch(/lua entry thread aborted|could not be judged|\[alert\]/)
  })
})
