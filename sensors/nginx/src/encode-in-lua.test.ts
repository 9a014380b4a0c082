import { isUtf8 } from 'node:buffer'
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

/** What each path makes of the request's body, by the module that does it in the sensor. */
const encoders: Readonly<Record<string, string>> = {
  string: 'writer:string(octets)',
  body: 'writer:put "{\\"x\\":0" require("weir.body").write(writer, octets, #octets, false) writer:put "}"',
  cut: 'writer:put "{\\"x\\":0" require("weir.body").write(writer, octets, #octets + 1, true) writer:put "}"',
  block: 'require("weir.header_block").write(writer, octets, nil)',
}

beforeAll(async () => {
  if (missing(lua) !== null) return
  nginx = await startNginx({
    modules: lua,
    http: luaPath,
    server: `
      client_body_buffer_size 1m;
      ${Object.entries(encoders)
        .map(
          ([path, code]) => `location /${path} { content_by_lua_block {
            ngx.req.read_body()
            local octets = ngx.req.get_body_data() or ""
            local writer = require("weir.json_writer").new()
            ${code}
            ngx.print(writer:text_from(0))
          } }`,
        )
        .join('\n')}`,
  })
})

afterAll(async () => {
  await nginx?.close()
})

async function encoded(path: string, octets: Uint8Array): Promise<unknown> {
  const reply = await call(`${nginx.url}/${path}`, { method: 'POST' }, [octets])
  expect(reply.status).toBe(200)
  expect(isUtf8(reply.body)).toBe(true)
  return JSON.parse(reply.body.toString())
}

const textOf = (octets: Uint8Array): string =>
  Buffer.from(octets).toString(isUtf8(octets) ? 'utf8' : 'latin1')
const kept = ({ length }: Uint8Array): boolean => length > 0
const anyOctets = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
  fc.string({ maxLength: 100 }).map((text) => Buffer.from(text)),
  fc
    .tuple(fc.integer({ min: 4_090, max: 4_100 }), fc.uint8Array({ maxLength: 8 }))
    .map(([length, tail]) => Buffer.concat([Buffer.alloc(length, 'ü€𝄞'), tail])),
)

describe('text in Lua', () => {
  it('is what Node reads as UTF-8, and else each octet a character', async () => {
    await fc.assert(
      fc.asyncProperty(anyOctets, async (octets) => {
        expect(await encoded('string', octets)).toBe(textOf(octets))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    [0xc0, 0x80],
    [0xe0, 0x80, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf0, 0x80, 0x80, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0xc3],
    [0xe2, 0x82],
    [0x80],
  ])('is no UTF-8 where RFC 3629 says so: %i %i %i %i', async (...octets) => {
    const buffer = Buffer.from(octets.filter((octet) => typeof octet === 'number'))
    expect(await encoded('string', buffer)).toBe(buffer.toString('latin1'))
  })
})

describe('a body in Lua', () => {
  const read = (value: unknown): Buffer => {
    const { body } = Object(value)
    return typeof body === 'string' ? Buffer.from(body) : Buffer.from(Object(body).b64, 'base64')
  }

  it('comes back octet for octet, as text where it is text', async () => {
    await fc.assert(
      fc.asyncProperty(anyOctets.filter(kept), async (octets) => {
        const value = await encoded('body', octets)
        expect(read(value)).toEqual(Buffer.from(octets))
        expect(typeof Object(value).body).toBe(isUtf8(octets) ? 'string' : 'object')
        expect(Object(value).truncated).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  it('stays text when it was cut in the middle of a character', async () => {
    const text = Buffer.from('größe € 𝄞')
    for (let length = 1; length <= text.length; length += 1) {
      const value = await encoded('cut', text.subarray(0, length))
      expect(Object(value)).toMatchObject({ truncated: true, body_size: length + 1 })
      expect(typeof Object(value).body).toBe('string')
      expect(text.toString().startsWith(Object(value).body)).toBe(true)
    }
  })
})

describe('a header block in Lua', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/)
  const value = fc.oneof(
    fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/),
    fc.constant(''),
    fc.stringMatching(/^[¡-ÿ]{1,5}$/),
  )
  const lineEnd = fc.constantFrom('\r\n', '\n')
  const blank = fc.constantFrom('', ' ', '  ', '\t')
  const field = fc.record({ name, value, before: blank, after: blank, lineEnd })

  it('has every field of the message, repeated ones in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 30 }), async (fields) => {
        const lines = fields.map(
          (one) => `${one.name}:${one.before}${one.value}${one.after}${one.lineEnd}`,
        )
        const block = Buffer.from(`${lines.join('')}\r\n`, 'latin1')
        const expected = new Map<string, string[]>()
        for (const one of fields) {
          const lower = one.name.toLowerCase()
          expected.set(lower, [
            ...(expected.get(lower) ?? []),
            textOf(Buffer.from(one.value, 'latin1')),
          ])
        }
        const seen = Object.entries(Object(await encoded('block', block))).map(([key, list]) => [
          key.toLowerCase(),
          typeof list === 'string' ? [list] : list,
        ])
        expect(new Map(seen.map(([key, list]) => [String(key), list]))).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })
})
