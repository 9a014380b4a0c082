import { readFileSync } from 'node:fs'
import { lineRedactor } from '@weir/sensor'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx, startNginx } from './testing/nginx.ts'
import { call } from './testing/servers.ts'
import { luaPath } from './testing/watched-nginx.ts'

let nginx: Nginx

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

/** Redacts many bodies in one request: each answer is a body, or null. */
const redactAll = `
  ngx.req.read_body()
  local cjson = require "cjson.safe"
  local answers = {}
  for index, one in ipairs(cjson.decode(ngx.req.get_body_data() or "")) do
    local body = ngx.decode_base64(one.b64)
    local hide = require("weir.redact.hide").hider(one.key ~= cjson.null and one.key or nil)
    local place, wrong = require("weir.redact.path_tree").of(one.paths)
    local text = wrong and "no path" or one.form and require("weir.redact.form").redact(body, place, hide)
      or not one.form and require("weir.redact.json_scanner").redact(body, place, hide, one.cut)
    answers[index] = text and ngx.encode_base64(text) or cjson.null
  end
  ngx.print(cjson.encode(answers))`

beforeAll(async () => {
  if (missing(lua) !== null) return
  nginx = await startNginx({
    modules: lua,
    http: luaPath,
    server: `client_body_buffer_size 8m; client_max_body_size 8m;
      location / { content_by_lua_block { ${redactAll} } }`,
  })
})
afterAll(async () => {
  await nginx?.close()
})

interface Case {
  readonly body: string | Uint8Array
  readonly paths: readonly string[]
  readonly key?: string
  readonly cut?: boolean
  readonly form?: boolean
}

async function redacted(cases: readonly Case[]): Promise<readonly (string | null)[]> {
  const asked = cases.map(({ body, paths, key = null, cut = false, form = false }) => ({
    b64: Buffer.from(body).toString('base64'),
    paths,
    key,
    cut,
    form,
  }))
  const reply = await call(`${nginx.url}/`, { method: 'POST' }, [JSON.stringify(asked)])
  expect(reply.status).toBe(200)
  const answers: unknown = JSON.parse(reply.body.toString())
  if (!Array.isArray(answers)) throw new Error('expected a list')
  return answers.map((one: unknown) =>
    typeof one === 'string' ? Buffer.from(one, 'base64').toString() : null,
  )
}

/** What a sensor of TypeScript sends of it. */
function inTypeScript({ body, paths, key, cut }: Case): string | null {
  const headers = { 'content-type': 'application/json' }
  const res = { headers, body: String(body), truncated: cut ?? false }
  const redact = lineRedactor({ paths, ...(key === undefined ? {} : { key }) })
  const sent = redact?.({ ts: 0, req: { method: 'GET', url: '/' }, res }).res?.body
  return typeof sent === 'string' ? sent : null
}

interface Vectors {
  readonly no_paths: readonly string[]
  readonly key: string
  readonly bodies: readonly {
    name: string
    paths: string[]
    body: string
    cut?: boolean
    plain: string | null
  }[]
  readonly hashes: readonly { value: string; hash: string }[]
  readonly forms: readonly { name: string; paths: string[]; body: string; plain: string }[]
}
const file = new URL('../../../spec/vectors/redaction.json', import.meta.url)
const vectors: Vectors = JSON.parse(readFileSync(file, 'utf8'))

describe('redaction in Lua', () => {
  it('holds the golden vectors', async () => {
    const bodies = await redacted(vectors.bodies)
    expect(bodies).toEqual(vectors.bodies.map(({ plain }) => plain))
    const forms = await redacted(vectors.forms.map((one) => ({ ...one, form: true })))
    expect(forms).toEqual(vectors.forms.map(({ plain }) => plain))
    const { key } = vectors
    const hashed = await redacted(
      vectors.hashes.map(({ value }) => ({ body: JSON.stringify([value]), paths: ['[]'], key })),
    )
    expect(hashed).toEqual(vectors.hashes.map(({ hash }) => `["redacted:${hash}"]`))
  })

  const name = fc.constantFrom('a', 'b', 'c.d', 'é', '')
  const secret = '\u2603secret'
  const { document } = fc.letrec((tie) => ({
    document: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(null, true, 0, -1.5e-7, 12_345, 'text', 'q"\\\n\u0001', '𝄞', secret),
      fc.array(tie('document'), { maxLength: 4 }),
      fc.dictionary(name, tie('document'), { maxKeys: 4 }),
    ),
  }))
  const step = fc.oneof(
    fc.constantFrom('.a', '.b', '.{*}'),
    fc.constantFrom('[]', '["c.d"]', '["\\u00e9"]', '[""]'),
  )
  const path = fc
    .array(step, { minLength: 1, maxLength: 4 })
    .map((steps) => steps.join('').replace(/^\./, ''))
  const space = fc.constantFrom(undefined, 1, '\t')
  const edit = fc.option(
    fc.record({
      at: fc.nat(),
      with: fc.constantFrom('', '"', ',', '{', ']', '\\', '0', '\n', '\\u00'),
    }),
  )
  const text = fc.tuple(document, space, edit).map(([value, indent, change]) => {
    const whole = JSON.stringify(value, null, indent)
    if (change === null) return whole
    const at = change.at % (whole.length + 1)
    // Half of a character of two is no text.
    return Buffer.from(whole.slice(0, at) + change.with + whole.slice(at + 1)).toString()
  })
  const cases = fc.array(
    fc.record({
      body: text,
      paths: fc.array(path, { minLength: 1, maxLength: 4 }),
      cut: fc.boolean(),
      key: fc.constantFrom('k', undefined),
    }),
    { minLength: 40, maxLength: 60 },
  )

  it('is what it is in TypeScript, of JSON and of what only looks like it', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const plain: readonly Case[] = given.map(({ key, ...one }) =>
          key === undefined ? one : { ...one, key },
        )
        expect(await redacted(plain)).toEqual(plain.map(inTypeScript))
      }),
      { numRuns: 40 },
    )
  })

  it('of any octets ends, and of what is nested without end is none', async () => {
    const octets = fc.array(fc.uint8Array({ maxLength: 100 }), { minLength: 100, maxLength: 100 })
    await fc.assert(
      fc.asyncProperty(octets, fc.boolean(), async (bodies, cut) => {
        const paths = ['a', '[]']
        expect(await redacted(bodies.map((body) => ({ body, paths, cut })))).toHaveLength(100)
        expect(await redacted(bodies.map((body) => ({ body, paths, form: true })))).toHaveLength(
          100,
        )
      }),
      { numRuns: 10 },
    )
    const deep = '['.repeat(1_000_000)
    expect(await redacted([{ body: deep, paths: ['a'], cut: true }])).toEqual([null])
  })

  it('knows what is no path', async () => {
    const texts = [...vectors.no_paths, 'a'.repeat(1_025)]
    const answers = await redacted(texts.map((wrong) => ({ body: '{}', paths: [wrong] })))
    expect(answers).toEqual(texts.map(() => 'no path'))
  })
})
