import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Signal, TelemetryRecord } from '../telemetry/record.ts'
import { anyValue, inProtobuf } from '../testing/otlp-messages.ts'
import { readJson } from './read-json.ts'
import { readProtobuf } from './read-protobuf.ts'

const limits = { attributes: 6 }
const hex = (digits: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[\\da-f]{${digits}}$`))
const ns = fc.bigInt({ min: 0n, max: 2n ** 63n }).map(String)
const scalar = fc.oneof(
  fc.string({ maxLength: 20, unit: 'grapheme' }),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
  fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 }),
)
const pairs = fc.array(
  fc.record({ key: fc.string({ maxLength: 12 }), value: scalar.map(anyValue) }),
  { maxLength: 8 },
)
const resource = fc.record({ attributes: pairs })
const span = fc.record({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: fc.oneof(hex(16), fc.constant('')),
  name: fc.string({ maxLength: 5 }),
  kind: fc.nat(5),
  startTimeUnixNano: ns,
  endTimeUnixNano: ns,
  attributes: pairs,
})
const log = fc.record({
  timeUnixNano: ns,
  observedTimeUnixNano: ns,
  traceId: fc.oneof(hex(32), fc.constant('')),
  spanId: fc.constant(''),
  attributes: pairs,
})
const exports = {
  traces: fc.record({
    resourceSpans: fc.array(
      fc.record({
        resource,
        scopeSpans: fc.array(fc.record({ spans: fc.array(span, { maxLength: 3 }) }), {
          maxLength: 2,
        }),
      }),
      { maxLength: 3 },
    ),
  }),
  logs: fc.record({
    resourceLogs: fc.array(
      fc.record({
        resource,
        scopeLogs: fc.array(fc.record({ logRecords: fc.array(log, { maxLength: 3 }) }), {
          maxLength: 2,
        }),
      }),
      { maxLength: 3 },
    ),
  }),
}

function plain({ attributes, resource: of, ...record }: TelemetryRecord): object {
  return { ...record, attributes: [...attributes.entries()], resource: [...of.entries()] }
}

describe.each<Signal>(['traces', 'logs'])('an export of %s', (signal) => {
  it('is the same in protobuf and in JSON', () => {
    fc.assert(
      fc.property(exports[signal], (given) => {
        const [fromJson, fromProtobuf]: [object[], object[]] = [[], []]
        const isJson = readJson(signal, JSON.stringify(given), limits, (record) =>
          fromJson.push(plain(record)),
        )
        const bytes = inProtobuf(signal === 'traces' ? 'Traces' : 'Logs', given)
        const isProtobuf = readProtobuf(signal, bytes, limits, (record) =>
          fromProtobuf.push(plain(record)),
        )
        expect([isJson, isProtobuf]).toEqual([true, true])
        expect(fromProtobuf).toEqual(fromJson)
      }),
    )
  })

  it('may be any bytes and any JSON: nothing is thrown', () => {
    const ignore = (): void => undefined
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.json({ maxDepth: 6 }), (bytes, json) => {
        readProtobuf(signal, Buffer.from(bytes), limits, ignore)
        readJson(signal, Buffer.from(bytes).toString(), limits, ignore)
        expect(readJson(signal, json, limits, ignore)).toBe(/^\s*\{/.test(json))
      }),
    )
  })

  it('that was cut off or changed anywhere is read as far as it goes', () => {
    fc.assert(
      fc.property(exports[signal], fc.nat(), fc.nat(255), (given, at, byte) => {
        const bytes = inProtobuf(signal === 'traces' ? 'Traces' : 'Logs', given)
        if (bytes.length === 0) return
        const ignore = (): void => undefined
        readProtobuf(signal, bytes.subarray(0, at % bytes.length), limits, ignore)
        bytes[at % bytes.length] = byte
        readProtobuf(signal, bytes, limits, ignore)
      }),
    )
  })

  it('nested without end in JSON is none', () => {
    const deep = `{"resourceSpans":${'['.repeat(200_000)}`
    expect(readJson(signal, deep, limits, () => undefined)).toBe(false)
  })
})

describe('what JSON may look like', () => {
  it('has numbers as text or not, ids in any case, bytes in base64, keys nobody knows', () => {
    const records: TelemetryRecord[] = []
    const text = JSON.stringify({
      resourceSpans: [
        null,
        7,
        {
          more: 1,
          scopeSpans: [
            {
              spans: [
                {
                  traceId: 'ABCDEF0123456789abcdef0123456789',
                  spanId: '0000000000000000',
                  kind: 3,
                  startTimeUnixNano: 1_700_000_000_000_000,
                  endTimeUnixNano: 'soon',
                  attributes: [
                    { key: 'n', value: { intValue: 7 } },
                    { key: 'b', value: { bytesValue: 'aGk=' } },
                    { key: '__proto__', value: { stringValue: 'p' } },
                    { key: 'map', value: { kvlistValue: { values: [] } } },
                    { key: 'none' },
                  ],
                },
              ],
            },
          ],
        },
      ],
    })
    expect(readJson('traces', text, limits, (record) => records.push(record))).toBe(true)
    const [record] = records
    expect(record).toMatchObject({
      teller: 'client',
      traceId: 'abcdef0123456789abcdef0123456789',
      spanId: '',
      startNs: 1_700_000_000_000_000n,
      endNs: 0n,
    })
    expect([...(record?.attributes.entries() ?? [])]).toEqual([
      ['n', 7],
      ['b', Buffer.from('hi')],
      ['__proto__', 'p'],
    ])
  })
})
