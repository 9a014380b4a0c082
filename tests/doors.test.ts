import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Door, type DoorCall, startDoor } from '@weir/sensor'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningCentre, startCentre } from './testing/running-centre.ts'

const can = ['log', 'tag', 'throttle', 'challenge', 'deny', 'allow'] as const

function call(token: string, ip = '203.0.113.7', url = '/v1/items'): DoorCall {
  return {
    request: { method: 'GET', url, headers: new Map([['authorization', [`Bearer ${token}`]]]) },
    src: { ip },
    service: 'shop.example',
  }
}

function doorAt({ url, key }: Pick<RunningCentre, 'url' | 'key'>): Door {
  return startDoor({ url, key, agent: 'weir-test/1', can })
}

const deny = { action: { kind: 'deny' }, mode: 'enforce' }
/** As a door knows a token whose subject nobody can read. */
const address = (range: string): object => ({ kind: 'ip', range })

describe('a decision', () => {
  let centre: RunningCentre
  let door: Door
  beforeAll(async () => {
    centre = await startCentre()
  })
  beforeEach(async () => {
    door = doorAt(centre)
    expect(await door.ready(5_000)).toBe(true)
  })
  afterEach(() => door.close())
  afterAll(() => centre.close())

  const make = async (body: object): Promise<string> => {
    const made = await centre.ask('POST', '/api/v1/decisions', body)
    expect(made.status).toBe(201)
    return String(made.body['id'])
  }
  const undo = (id: string): Promise<unknown> => centre.ask('DELETE', `/api/v1/decisions/${id}`)

  it('closes the door on whom it is about, on nobody else, until it is taken back', async () => {
    const id = await make({ ...deny, subject: address('203.0.113.0/24') })
    await expect.poll(() => door.decide(call('a')).kind).toBe('deny')
    expect(door.decide(call('a'))).toMatchObject({ status: 403 })
    expect(door.decide(call('a', '203.0.114.7')).kind).toBe('allow')
    await undo(id)
    await expect.poll(() => door.decide(call('a')).kind).toBe('allow')
  })

  it('knows a principal by every token that claims it', async () => {
    const token = (claims: object): string =>
      [{ alg: 'none' }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.') + '.c2ln'
    const id = await make({
      ...deny,
      subject: { kind: 'principal', issuer: 'https://id.example', name: 'mallory' },
    })
    const hers = { iss: 'https://id.example', sub: 'mallory' }
    await expect.poll(() => door.decide(call(token({ ...hers, jti: '1' }))).kind).toBe('deny')
    expect(door.decide(call(token({ ...hers, jti: '2' }))).kind).toBe('deny')
    expect(door.decide(call(token({ ...hers, iss: 'https://other.example' }))).kind).toBe('allow')
    await undo(id)
  })

  it('holds at the operation it names', async () => {
    const id = await make({
      ...deny,
      subject: { kind: 'any' },
      match: { service: 'shop.example', method: 'GET', template: '/v1/items/{itemId}' },
    })
    await expect.poll(() => door.decide(call('a', '198.51.100.1', '/v1/items/7')).kind).toBe('deny')
    expect(door.decide(call('a', '198.51.100.1', '/v1/items')).kind).toBe('allow')
    await undo(id)
  })

  it('touches nobody while it is simulated, and tells whom it would have touched', async () => {
    const id = await make({ action: { kind: 'deny' }, subject: address('203.0.113.9') })
    await expect.poll(() => door.state().held).toBe(1)
    for (let index = 0; index < 5; index += 1) {
      expect(door.decide(call('a', '203.0.113.9')).kind).toBe('allow')
    }
    await expect
      .poll(async () => (await centre.ask('GET', '/api/v1/decisions')).body, { timeout: 10_000 })
      .toMatchObject({ items: [{ id, hits: 5, mode: 'simulate' }] })
    await undo(id)
  })

  it('is void when its time is over', async () => {
    await make({ ...deny, subject: address('203.0.113.9'), ttl_s: 1 })
    await expect.poll(() => door.decide(call('a', '203.0.113.9')).kind).toBe('deny')
    await expect
      .poll(() => door.decide(call('a', '203.0.113.9')).kind, { timeout: 5_000 })
      .toBe('allow')
    await expect.poll(() => door.state().held, { timeout: 5_000 }).toBe(0)
  })

  it('asks for a new sign-in, or for patience, where it says so', async () => {
    const challenge = { kind: 'challenge', acr_values: 'urn:weir:mfa', max_age: 0 }
    const first = await make({ ...deny, action: challenge, subject: address('203.0.113.20') })
    await expect
      .poll(() => door.decide(call('a', '203.0.113.20')))
      .toMatchObject({
        status: 401,
        headers: {
          'www-authenticate': expect.stringMatching(
            /^Bearer error="insufficient_user_authentication".*acr_values="urn:weir:mfa", max_age="0"$/,
          ),
        },
      })
    const throttle = { kind: 'throttle', calls: 3, per_s: 3_600 }
    const second = await make({ ...deny, action: throttle, subject: address('203.0.113.21') })
    await expect.poll(() => door.state().held).toBe(2)
    const kinds = Array.from({ length: 5 }, () => door.decide(call('a', '203.0.113.21')).kind)
    expect(kinds).toEqual(['allow', 'allow', 'allow', 'deny', 'deny'])
    expect(door.decide(call('a', '203.0.113.21'))).toMatchObject({
      status: 429,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
    })
    await undo(first)
    await undo(second)
  })

  it.each([
    [address('10.1.2.3'), 'ours'],
    [address('203.0.0.0/8'), 'too wide'],
    [address('example.com'), 'no address'],
    [{ kind: 'any' }, 'name a service'],
    [{ kind: 'finding', id: 'none' }, 'no finding'],
  ])('is not made about %j', async (subject, why) => {
    const answer = await centre.ask('POST', '/api/v1/decisions', { ...deny, subject })
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(why)
  })

  it('gives way to the break-glass, at once', async () => {
    const id = await make({ ...deny, subject: address('203.0.113.30') })
    await expect.poll(() => door.decide(call('a', '203.0.113.30')).kind).toBe('deny')
    await centre.ask('POST', '/api/v1/doors/open', { minutes: 5, reason: 'release' })
    await expect.poll(() => door.decide(call('a', '203.0.113.30')).kind).toBe('allow')
    expect(door.state().open).toBe('break-glass')
    await expect
      .poll(async () => JSON.stringify((await centre.ask('GET', '/api/v1/doors')).body))
      .toContain('"open":"break-glass"')
    await centre.ask('DELETE', '/api/v1/doors/open')
    await expect.poll(() => door.decide(call('a', '203.0.113.30')).kind).toBe('deny')
    await undo(id)
  })

  it('is with every door, whose state the centre tells', async () => {
    const id = await make({ ...deny, subject: address('203.0.113.40') })
    await expect
      .poll(async () => (await centre.ask('GET', '/api/v1/doors')).body)
      .toMatchObject({
        decisions: 1,
        items: [
          {
            name: 'first',
            state: 'live',
            processes: expect.arrayContaining([
              expect.objectContaining({ agent: 'weir-test/1', state: 'live', behind: 0, held: 1 }),
            ]),
          },
        ],
      })
    await undo(id)
  })

  it('is for doors: a sensor that is none may not read it', async () => {
    const made = await centre.ask('POST', '/api/v1/sensors', { name: 'tap' })
    const answer = await fetch(new URL('/v1/doors/stream?boot=x', centre.url), {
      headers: { authorization: `Bearer ${String(made.body['key'])}` },
    })
    expect(answer.status).toBe(401)
    const edge = await centre.ask('POST', '/api/v1/sensors', { name: 'edge', door: true })
    const allowed = await fetch(new URL('/v1/doors/stream?boot=x', centre.url), {
      headers: { authorization: `Bearer ${String(edge.body['key'])}` },
    })
    expect(allowed.status).toBe(200)
    await allowed.body?.cancel()
  })
})

describe('a centre that goes away', () => {
  it('leaves its decisions with the doors, and gives back what changed meanwhile', async () => {
    const data = mkdtempSync(join(tmpdir(), 'weir-test-'))
    const first = await startCentre({ data })
    const port = Number(new URL(first.url).port)
    const door = doorAt(first)
    await door.ready(5_000)
    const made = await first.ask('POST', '/api/v1/decisions', {
      ...deny,
      subject: address('203.0.113.50'),
    })
    await expect.poll(() => door.decide(call('a', '203.0.113.50')).kind).toBe('deny')
    await first.close()
    await expect.poll(() => door.state().connected).toBe(false)
    expect(door.decide(call('a', '203.0.113.50')).kind).toBe('deny')

    const second = await startCentre({ data, port })
    await expect.poll(() => door.state().connected, { timeout: 15_000 }).toBe(true)
    expect(door.decide(call('a', '203.0.113.50')).kind).toBe('deny')
    await second.ask('DELETE', `/api/v1/decisions/${String(made.body['id'])}`)
    await expect.poll(() => door.decide(call('a', '203.0.113.50')).kind).toBe('allow')
    door.close()
    await second.close()
    rmSync(data, { recursive: true, force: true })
  })
})
