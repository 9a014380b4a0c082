import { isUtf8 } from 'node:buffer'
import type { RequestMessage } from '@weir/schema'
import { decodeMessages, numberField } from '@weir/schema/protobuf'
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

/** Puts what `code` writes into a request of an exchange, as the sensor does. */
const within = (code: string): string => `
  local frame = writer:open()
  writer:put("\\25" .. protobuf.double(1) .. "\\98")
  local request = writer:open()
  writer:put(protobuf.field("\\10", "GET") .. protobuf.field("\\18", "/"))
  ${code}
  writer:close(request)
  writer:close(frame)`

/** What each path makes of the request's body, by the module that does it in the sensor. */
const encoders: Readonly<Record<string, string>> = {
  string: 'writer:put(require("weir.utf8_text").of(octets))',
  json: 'writer:put(require("weir.json_text").of(octets))',
  varint: 'writer:put(protobuf.varint(tonumber(octets)))',
  body: within('require("weir.body").write(writer, octets, #octets, false)'),
  cut: within('require("weir.body").write(writer, octets, #octets + 1, true)'),
  block: within('require("weir.header_block").write(writer, octets, nil)'),
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
            local protobuf = require "weir.protobuf"
            local writer = require("weir.message_writer").new()
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

async function encoded(path: string, octets: Uint8Array): Promise<Buffer> {
  const reply = await call(`${nginx.url}/${path}`, { method: 'POST' }, [octets])
  expect(reply.status).toBe(200)
  return reply.body
}

async function requestOf(path: string, octets: Uint8Array): Promise<RequestMessage> {
  const [exchange] = decodeMessages(await encoded(path, octets))
  if (!exchange?.request) throw new Error('expected a request')
  return exchange.request
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
        expect((await encoded('string', octets)).toString()).toBe(textOf(octets))
        expect(JSON.parse((await encoded('json', octets)).toString())).toBe(textOf(octets))
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
    expect((await encoded('string', buffer)).toString()).toBe(buffer.toString('latin1'))
  })
})

describe('a number in Lua', () => {
  it('is the varint of protobuf', async () => {
    await fc.assert(
      fc.asyncProperty(fc.maxSafeNat(), async (number) => {
        const octets = await encoded('varint', Buffer.from(String(number)))
        expect(octets).toEqual(Buffer.from(numberField(1, number)).subarray(1))
      }),
      { numRuns: 200 },
    )
  })
})

describe('a body in Lua', () => {
  it('comes back octet for octet', async () => {
    await fc.assert(
      fc.asyncProperty(anyOctets.filter(kept), async (octets) => {
        const { body, bodySize, truncated } = await requestOf('body', octets)
        expect(Buffer.from(body)).toEqual(Buffer.from(octets))
        expect({ bodySize, truncated }).toEqual({ bodySize: octets.length, truncated: false })
      }),
      { numRuns: 300 },
    )
  })

  it('tells where it was cut', async () => {
    const { body, bodySize, truncated } = await requestOf('cut', Buffer.from('größe'))
    expect(Buffer.from(body).toString()).toBe('größe')
    expect({ bodySize, truncated }).toEqual({ bodySize: 8, truncated: true })
  })
})

describe('a header block in Lua', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/)
  const value = fc.oneof(
    fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/),
    fc.constant(''),
    fc.stringMatching(/^[¡-ÿ]{1,5}$/),
    fc.integer({ min: 100, max: 20_000 }).map((length) => 'v'.repeat(length)),
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
        expect((await requestOf('block', block)).headers).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })
})
