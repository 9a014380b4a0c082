import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type RunningCentre, startCentre } from './testing/running-centre.ts'

/** `definitions/Decision`, `GetDecisionsResponse` and `DecisionsStreamResponse` of CrowdSec's local API. */
const decisions = z.array(
  z.object({
    id: z.int(),
    origin: z.string(),
    type: z.string(),
    scope: z.string(),
    value: z.string(),
    duration: z.string().regex(/^\d+h\d+m\d+s$/),
    until: z.iso.datetime(),
    scenario: z.string(),
    simulated: z.boolean().optional(),
  }),
)
const changes = z.object({ new: decisions, deleted: decisions })

let centre: RunningCentre
beforeAll(async () => {
  centre = await startCentre()
})
afterAll(() => centre.close())

function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(new URL(path, centre.url), { headers: { 'x-api-key': centre.key, ...headers } })
}

const list = async (query = ''): Promise<z.infer<typeof decisions>> =>
  decisions.parse(await (await ask(`/v1/decisions${query}`)).json())
const stream = async (query: string, agent = 'cs-bouncer'): Promise<z.infer<typeof changes>> => {
  const answer = await ask(`/v1/decisions/stream${query}`, { 'user-agent': agent })
  return changes.parse(await answer.json())
}

const make = async (body: object): Promise<string> => {
  const whole = { mode: 'enforce', action: { kind: 'deny' }, ...body }
  const made = await centre.ask('POST', '/api/v1/decisions', whole)
  expect(made.status).toBe(201)
  return String(made.body['id'])
}
const undo = (id: string): Promise<unknown> => centre.ask('DELETE', `/api/v1/decisions/${id}`)
const ip = (range: string): object => ({ subject: { kind: 'ip', range } })

describe("CrowdSec's bouncers", () => {
  it('get the decisions about addresses, and find them by address and range', async () => {
    const ids = [
      await make({ ...ip('203.0.113.0/24'), reason: 'scraper' }),
      await make(ip('198.51.100.7')),
      await make({ ...ip('198.51.100.8'), action: { kind: 'challenge' } }),
    ]
    const shown = (await list()).map(({ type, scope, value }) => `${type} ${scope} ${value}`)
    expect(shown.toSorted()).toEqual([
      'ban Ip 198.51.100.7',
      'ban Range 203.0.113.0/24',
      'captcha Ip 198.51.100.8',
    ])
    expect(await list('?ip=203.0.113.77')).toMatchObject([{ scenario: 'scraper', origin: 'weir' }])
    expect(await list('?ip=203.0.114.1')).toEqual([])
    expect(await list('?range=203.0.113.128/25')).toHaveLength(1)
    expect(await list('?range=203.0.0.0/16')).toEqual([])
    expect(await list('?scope=ip&type=ban')).toHaveLength(1)
    expect(await list('?origins=CAPI')).toEqual([])
    expect(await list('?scenarios_not_containing=scrap')).toHaveLength(2)
    for (const id of ids) await undo(id)
  })

  it('are told what began and what ended since they last asked, each by itself', async () => {
    const first = await make(ip('203.0.113.7'))
    expect((await stream('?startup=true')).new).toHaveLength(1)
    expect(await stream('')).toEqual({ new: [], deleted: [] })
    const second = await make(ip('203.0.113.8'))
    await undo(first)
    const told = await stream('')
    expect(told.new.map(({ value }) => value)).toEqual(['203.0.113.8'])
    expect(told.deleted.map(({ value }) => value)).toEqual(['203.0.113.7'])
    expect(await stream('', 'another')).toMatchObject({ new: [{ value: '203.0.113.8' }] })
    expect((await stream('?startup=true')).new).toHaveLength(1)
    await undo(second)
  })

  it('do not get what they would carry out too widely, or not at all', async () => {
    const ids = [
      await make({ ...ip('203.0.113.9'), match: { service: 'shop' } }),
      await make({ ...ip('203.0.113.10'), mode: 'simulate' }),
      await make({ ...ip('203.0.113.11'), action: { kind: 'throttle', calls: 1, per_s: 1 } }),
      await make({ subject: { kind: 'principal', name: 'mallory' } }),
    ]
    expect(await list()).toEqual([])
    for (const id of ids) await undo(id)
  })

  it('need a key of a door, GET or HEAD, and an address that is one', async () => {
    const stranger = await ask('/v1/decisions', { 'x-api-key': 'guess' })
    expect(stranger.status).toBe(403)
    expect(await stranger.json()).toEqual({ message: 'access forbidden' })
    expect((await ask('/v1/decisions?ip=shop')).status).toBe(400)
    const posted = await fetch(new URL('/v1/decisions', centre.url), {
      method: 'POST',
      headers: { 'x-api-key': centre.key },
    })
    expect(posted.status).toBe(405)
    const head = await fetch(new URL('/v1/decisions/stream?startup=true', centre.url), {
      method: 'HEAD',
      headers: { 'x-api-key': centre.key },
    })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})
