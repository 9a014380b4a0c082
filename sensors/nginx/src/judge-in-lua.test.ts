import { hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { decodeDecision } from '@weir/schema/decision'
import { Judge, listLookup, type Verdict } from '@weir/sensor'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx, startNginx } from './testing/nginx.ts'
import { call } from './testing/servers.ts'
import { luaPath } from './testing/watched-nginx.ts'

/** Judges the calls of many scenes, each by a judge of its own. */
const judgeAll = `
  ngx.req.read_body()
  local cjson = require "cjson.safe"
  local decision = require "weir.door.decision"
  local function plain(value) return value ~= cjson.null and value or nil end
  local answers = {}
  for at, scene in ipairs(cjson.decode(ngx.req.get_body_data() or "")) do
    local judge = require("weir.door.judge").new()
    judge:use(scene.keys, scene.networks)
    judge.open_until_ms = scene.open_until_ms
    for _, given in ipairs(scene.decisions) do
      local read = decision.read(given)
      if read then judge.table:put(read) end
    end
    local verdicts = {}
    for index, one in ipairs(scene.calls) do
      local verdict = judge:decide({
        peer = one.peer, forwarded = plain(one.forwarded), service = one.service, method = one.method, url = one.url,
        headers = function() return one.headers end, certificate = function() return nil end,
      }, one.at_ms / 1000)
      local refuse = verdict.refuse
      verdicts[index] = refuse and { refuse = refuse.kind, wait = verdict.wait, status = refuse.status } or {
        tag = verdict.tag, capture = verdict.capture or 0, redact = #(verdict.redact or {}) > 0 and verdict.redact or nil,
      }
    end
    answers[at] = { held = judge.table.count, refused = judge.refused, hits = judge.hits, verdicts = verdicts }
  end
  ngx.print(cjson.encode(answers))`

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
    server: `client_body_buffer_size 8m; client_max_body_size 8m;
      location / { content_by_lua_block { ${judgeAll} } }`,
  })
})
afterAll(async () => {
  await nginx?.close()
})

interface Golden {
  readonly secret_hex: string
  readonly key_id: string
  readonly vectors: readonly {
    readonly request: { readonly url: string; readonly headers: Readonly<Record<string, string>> }
    readonly hash: string | null
  }[]
}

const file = new URL('../../../spec/vectors/credential.json', import.meta.url)
const golden: Golden = JSON.parse(readFileSync(file, 'utf8'))
const secret = Buffer.from(golden.secret_hex, 'hex')
const key = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), 'weir/v1/credential', 32))
const keys = [{ id: golden.key_id, credential: key.toString('base64url') }]
const hashes = golden.vectors.flatMap(({ hash }) => (hash === null ? [] : [hash]))
const now = 1_750_000_000_000

const address = fc.constantFrom(
  '203.0.113.7',
  '203.0.113.9',
  '10.1.2.3',
  '127.0.0.1',
  '2001:db8::7',
  '::ffff:203.0.113.7',
)
const range = fc.oneof(
  address,
  fc.constantFrom(
    '203.0.113.0/24',
    '2001:db8::/32',
    '0.0.0.0/0',
    '10.0.0.0/8',
    'nowhere',
    '1.2.3.4/40',
  ),
)
const path = fc.constantFrom(
  '/items',
  '/items/7',
  '/items/7/notes',
  '/Items/7',
  '/',
  '/items/7?key=1',
)
const template = fc.constantFrom(
  '/items',
  '/items/{id}',
  '/items/{id}/{rest*}',
  '/{any}',
  'items',
  '/',
)
const service = fc.constantFrom('shop', 'bank')
const method = fc.constantFrom('GET', 'POST')

/** What does the same whichever of two comes first: no order between equals is promised. */
const action = fc.oneof(
  fc.constantFrom(
    { kind: 'deny', status: 451, body: null },
    { kind: 'deny', status: 200, body: null },
    { kind: 'challenge', acr_values: 'mfa', max_age: 60 },
    { kind: 'allow' },
    { kind: 'log' },
    { kind: 'tag', name: 'seen' },
    { kind: 'tag', name: 'no\r\nheader' },
    { kind: 'redact', fields: ['a'] },
    { kind: 'redact', fields: ['b', 'items[].c'] },
    { kind: 'redact', fields: ['a..b'] },
    { kind: 'unheard-of' },
  ),
  fc.record({ kind: fc.constant('capture'), body_bytes: fc.constantFrom(0, 1, 500, 1_048_577) }),
)
const throttle = fc.record({
  kind: fc.constant('throttle'),
  calls: fc.integer({ min: 1, max: 2 }),
  per_s: fc.constantFrom(1, 10, 60),
})
const subject = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'any' }) },
  fc.record({ kind: fc.constant('ip'), range }),
  fc.record({
    kind: fc.constantFrom('credential', 'session', 'principal'),
    hashes: fc.subarray(hashes, { minLength: 1, maxLength: 2 }),
  }),
)
/** Null four times of five: what holds in few places meets no other. */
const rarely = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, value)
const match = fc.record({
  service: rarely(service),
  method: rarely(method),
  template: rarely(template),
  from: rarely(fc.constantFrom('outside', 'elsewhere')),
})
const mostly = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, fc.constantFrom(...others))
const about = {
  subject,
  match,
  mode: mostly('enforce', 'simulate'),
  until_ms: mostly(now + 60_000, now, now + 1_500),
  reason: fc.constant(''),
}
const decisions = fc
  .tuple(
    fc.array(fc.record({ ...about, action }), { minLength: 1, maxLength: 6, size: 'max' }),
    // One: which of two counts a call first is not promised.
    fc.array(fc.record({ ...about, action: throttle }), { maxLength: 1 }),
  )
  .map((lists) => lists.flat().map((one, at) => ({ ...one, id: `d${at}` })))

const presented = fc.constantFrom(...golden.vectors.map(({ request }) => request))
const calls = fc.array(
  fc
    .record({
      peer: address,
      forwarded: fc.option(
        fc.oneof(
          fc.array(address, { minLength: 1, maxLength: 3 }).map((hops) => hops.join(', ')),
          fc.constantFrom('unknown', '203.0.113.9:80', '[2001:db8::7], 10.1.2.3', ' ,'),
        ),
      ),
      service,
      method,
      path,
      presents: fc.option(presented),
      after: fc.constantFrom(0, 1, 500, 1_000),
    })
    .map(({ presents, path: plain, ...one }) => {
      const headers: Record<string, string> = {}
      for (const [name, value] of Object.entries(presents?.headers ?? { accept: '*/*' })) {
        headers[name.toLowerCase()] = value
      }
      if (one.forwarded !== null) headers['x-forwarded-for'] = one.forwarded
      return { ...one, url: presents?.url ?? plain, headers }
    }),
  { minLength: 3, maxLength: 9, size: 'max' },
)
const scene = fc
  .record({
    decisions,
    calls,
    networks: fc.subarray([
      { cidr: '203.0.113.0/24', internal: true },
      { cidr: '10.1.0.0/16', internal: false },
    ]),
    open_until_ms: fc.constantFrom(0, 0, 0, now + 1_000),
  })
  .map(({ calls: made, ...rest }) => {
    let at = now
    return { ...rest, keys, calls: made.map((one) => ({ ...one, at_ms: (at += one.after) })) }
  })

interface Scene {
  readonly decisions: readonly unknown[]
  readonly calls: readonly {
    readonly peer: string
    readonly service: string
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly at_ms: number
  }[]
  readonly networks: readonly { readonly cidr: string; readonly internal: boolean }[]
  readonly open_until_ms: number
  readonly keys: typeof keys
}

interface Outcome {
  readonly held: number
  readonly refused: number
  readonly hits: Readonly<Record<string, number>>
  readonly verdicts: readonly unknown[]
}

function inTypeScript(given: Scene): Outcome {
  const judge = new Judge()
  judge.useKeys(given.keys)
  judge.useNetworks(given.networks)
  judge.openUntil(given.open_until_ms)
  for (const one of given.decisions) {
    const read = decodeDecision(one)
    if (read !== null) judge.table.put(read)
  }
  const verdicts = given.calls.map(({ peer, at_ms: at, url, headers, ...one }) => {
    const fields = Object.entries(headers).flatMap(([name, value]) =>
      [value].flat().flatMap((text) => [name, text]),
    )
    const request = { method: one.method, url, headers: listLookup(fields) }
    return told(judge.decide({ request, src: { ip: peer }, service: one.service }, at))
  })
  const hits = judge.hits.take(() => false).map((hit) => [hit.id, hit.hits] as const)
  return {
    held: judge.table.size,
    refused: judge.refused,
    hits: Object.fromEntries(hits),
    verdicts,
  }
}

function told(verdict: Verdict): unknown {
  if (verdict.kind === 'allow') {
    const { tag, captureBytes: capture, redact } = verdict
    return {
      capture,
      ...(tag === null ? {} : { tag }),
      ...(redact.length === 0 ? {} : { redact: redact.toSorted() }),
    }
  }
  const wait = Number(verdict.headers['retry-after'] ?? 0)
  return verdict.status === 429
    ? { refuse: 'throttle', wait }
    : verdict.status === 401
      ? { refuse: 'challenge', wait }
      : { refuse: 'deny', wait, status: verdict.status }
}

async function inLua(scenes: readonly Scene[]): Promise<readonly Outcome[]> {
  const reply = await call(`${nginx.url}/`, { method: 'POST' }, [JSON.stringify(scenes)])
  expect(reply.status).toBe(200)
  const answers: Outcome[] = JSON.parse(reply.body.toString())
  return answers.map((one) => ({ ...one, verdicts: list(one.verdicts).map(inOrder) }))
}

/** What Lua knows no difference of: a table without members. */
function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Which of two redactions is named first is not promised. */
function inOrder(verdict: unknown): unknown {
  if (typeof verdict !== 'object' || verdict === null || !('redact' in verdict)) return verdict
  return { ...verdict, redact: list(verdict.redact).map(String).toSorted() }
}

describe('the judge in Lua', () => {
  it('says of any calls under any decisions what the one in TypeScript says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(scene, { minLength: 20, maxLength: 30 }), async (scenes) => {
        expect(await inLua(scenes)).toEqual(scenes.map(inTypeScript))
      }),
      { numRuns: 40 },
    )
  })

  it('says the same seconds where a call is throttled, whatever the rate', async () => {
    const scenes = [1, 2, 3, 7].flatMap((count) =>
      [1, 3, 7, 10, 60].map((seconds): Scene => {
        const one = {
          id: 'd0',
          subject: { kind: 'any' },
          match: { service: null, method: null, template: null, from: null },
          action: { kind: 'throttle', calls: count, per_s: seconds },
          mode: 'enforce',
          until_ms: now + 600_000,
          reason: '',
        }
        const made = Array.from({ length: 60 }, (_, at) => ({
          peer: '203.0.113.7',
          service: 'shop',
          method: 'GET',
          url: '/items',
          headers: {},
          at_ms: now + Math.floor(at / 2) * 500,
        }))
        return { decisions: [one], calls: made, networks: [], open_until_ms: 0, keys }
      }),
    )
    const outcomes = await inLua(scenes)
    expect(outcomes).toEqual(scenes.map(inTypeScript))
    expect(outcomes.some(({ refused }) => refused > 0)).toBe(true)
  })
})
