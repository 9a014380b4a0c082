import { decodeExchange, type ExchangeLine } from '@weir/schema'
import { decodeExchangeMessage } from '@weir/schema/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonLines } from './json-lines.ts'
import { type LineFormat, noRoom } from './line-format.ts'
import { protobufMessages } from './protobuf-messages.ts'

const text = fc.oneof(fc.string({ maxLength: 20, unit: 'binary' }), fc.string({ maxLength: 20 }))
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined })
const port = maybe(fc.nat(65_535))
const body = maybe(
  fc.oneof(
    text,
    fc.string({ minLength: 1_000, maxLength: 3_000, unit: 'grapheme' }),
    fc
      .uint8Array({ maxLength: 50 })
      .map((bytes) => ({ b64: Buffer.from(bytes).toString('base64') })),
  ),
)
const name = fc.constantFrom('A', 'a', 'x-b', 'constructor')
const payload = {
  headers: maybe(
    fc.dictionary(name, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }))),
  ),
  body,
  body_size: maybe(fc.maxSafeNat()),
  truncated: maybe(fc.boolean()),
}
const line: fc.Arbitrary<ExchangeLine> = fc.record({
  id: maybe(text),
  kind: maybe(fc.constantFrom('http', 'message', 'flow')),
  ts: fc.double({ min: 0, max: 8e15, noNaN: true }).map(Math.abs),
  duration_ms: maybe(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(Math.abs)),
  sensor: maybe(text),
  vantage: maybe(fc.constantFrom('client', 'server', 'gateway', 'tap')),
  conn: maybe(text),
  via: maybe(fc.array(text, { minLength: 1, maxLength: 3 })),
  src: maybe(fc.record({ ip: maybe(text), port, service: maybe(text), spiffe: maybe(text) })),
  dst: maybe(fc.record({ host: maybe(text), ip: maybe(text), port, service: maybe(text) })),
  tls: maybe(
    fc.record({ sni: maybe(text), version: maybe(text), alpn: maybe(text), ja4: maybe(text) }),
  ),
  req: fc.record({
    method: fc.stringMatching(/^[A-Za-z]{1,10}$/),
    url: text,
    version: maybe(text),
    ...payload,
  }),
  res: maybe(fc.record({ status: maybe(fc.nat(999)), ...payload })),
})

function written(format: LineFormat, lines: readonly ExchangeLine[]): readonly Buffer[] {
  const memory = Buffer.alloc(200_000, 0xaa)
  let at = 3
  const parts: Buffer[] = []
  for (const prepared of lines.map(format.prepare)) {
    const bytes = prepared.write(memory, at, at + prepared.most())
    expect(bytes).toBeLessThanOrEqual(prepared.most())
    parts.push(memory.subarray(at, at + bytes))
    expect(format.endOf(memory, at)).toBe(at + bytes)
    at += bytes
  }
  return parts
}

describe('an exchange on the wire', () => {
  it('is never written behind the room it is given', () => {
    fc.assert(
      fc.property(line, fc.double({ min: 0, max: 0.999, noNaN: true }), (exchange, share) => {
        for (const format of [jsonLines, protobufMessages]) {
          const [whole] = written(format, [exchange])
          const memory = Buffer.alloc(20_000, 0xaa)
          const room = Math.floor((whole?.length ?? 0) * share)
          const bytes = format.prepare(exchange).write(memory, 5, 5 + room)
          expect(bytes).toBe(noRoom)
          expect(memory.subarray(5 + room).every((byte) => byte === 0xaa)).toBe(true)
          expect(memory.subarray(0, 5).every((byte) => byte === 0xaa)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is the same in both formats', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const inJson = written(jsonLines, lines).map((bytes) =>
          decodeExchange(JSON.parse(bytes.toString())),
        )
        const inProtobuf = written(protobufMessages, lines).map((bytes) =>
          decodeExchangeMessage(Uint8Array.from(bytes.subarray(4))),
        )
        expect(inJson.every(({ ok }) => ok)).toBe(true)
        expect(inProtobuf).toEqual(inJson)
      }),
      { numRuns: 500 },
    )
  })
})
