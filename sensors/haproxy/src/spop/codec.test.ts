import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as arbitrary from '../testing/arbitraries.ts'
import { Cursor } from './cursor.ts'
import { readDisconnect } from './disconnect.ts'
import { encodeFrame, lengthBytes, readFrame } from './frame.ts'
import { readHaproxyHello } from './hello.ts'
import { encodeItems, readItems } from './items.ts'
import { spopLimits } from './limits.ts'
import { encodeMessages, firstMessageName, type Message, readMessages } from './notify.ts'
import { readTypedData, type TypedData, writeTypedData } from './typed-data.ts'
import { Writer } from './writer.ts'

function encode(data: TypedData): Buffer {
  const out = new Writer()
  writeTypedData(out, data)
  return out.finish()
}

const small = (name: string, count: number): Message => ({
  name,
  keys: Array.from({ length: count }, (_, index) => `a${index}`),
  values: Array.from({ length: count }, () => ({ type: 'null' })),
})

describe('what is written in SPOP', () => {
  it('is read back as the same value', () => {
    fc.assert(
      fc.property(arbitrary.typedData, (data) => {
        const cursor = new Cursor(encode(data))
        expect(readTypedData(cursor)).toEqual(data)
        expect(cursor.done).toBe(true)
      }),
    )
  })

  it('is read back as the same messages', () => {
    fc.assert(
      fc.property(fc.array(arbitrary.message, { maxLength: spopLimits.messages }), (messages) => {
        const payload = encodeMessages(messages)
        expect(readMessages(payload)).toEqual(messages)
        expect(firstMessageName(payload)).toBe(messages[0]?.name ?? '')
      }),
    )
  })

  it('is read back as the same frame', () => {
    fc.assert(
      fc.property(arbitrary.frame, (frame) => {
        const bytes = encodeFrame(frame)
        expect(bytes.readUInt32BE(0)).toBe(bytes.length - lengthBytes)
        expect(readFrame(bytes.subarray(lengthBytes))).toEqual(frame)
      }),
    )
  })

  it('is no value when its end is missing', () => {
    fc.assert(
      fc.property(arbitrary.typedData, (data) => {
        const bytes = encode(data)
        for (let end = 0; end < bytes.length; end += 1) {
          expect(readTypedData(new Cursor(bytes.subarray(0, end)))).toBeNull()
        }
      }),
    )
  })
})

describe('any bytes', () => {
  it('are read or refused, and nothing read is longer than they are', () => {
    fc.assert(
      fc.property(arbitrary.bytes(2_000), (bytes) => {
        const frame = readFrame(bytes)
        if (frame !== null) expect(frame.payload.length).toBeLessThan(bytes.length)
        readItems(bytes)
        readHaproxyHello(bytes)
        readDisconnect(bytes)
        firstMessageName(bytes)
        const values = (readMessages(bytes) ?? []).flatMap(({ values: each }) => each)
        const held = values.reduce(
          (sum, data) =>
            sum + ('value' in data && typeof data.value === 'object' ? data.value.length : 0),
          0,
        )
        expect(held).toBeLessThanOrEqual(bytes.length)
      }),
      { numRuns: 2_000 },
    )
  })

  it('are refused where they promise more than there is', () => {
    const promise = Buffer.from([
      ...encodeMessages([small('m', 1)]).subarray(0, 2),
      1,
      1,
      97,
      9,
      239,
    ])
    expect(readMessages(promise)).toBeNull()
  })
})

describe('names', () => {
  it('are the same text when they come again, and when others took their places', () => {
    const names = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'ÿ'), maxLength: 6 }))
    fc.assert(
      fc.property(names, (list) => {
        const messages = list.slice(0, spopLimits.messages).map((each) => small(each, 0))
        for (let turn = 0; turn < 2; turn += 1) {
          const read = readMessages(encodeMessages(messages)) ?? []
          expect(read.map(({ name }) => name)).toEqual(messages.map(({ name }) => name))
        }
      }),
    )
  })
})

describe('the limits of the decoder', () => {
  it('take so many messages and no more', () => {
    const many = Array.from({ length: spopLimits.messages }, (_, index) => small(`m${index}`, 1))
    expect(readMessages(encodeMessages(many))).toHaveLength(spopLimits.messages)
    expect(readMessages(encodeMessages([...many, small('more', 0)]))).toBeNull()
  })

  it('take as many arguments as the wire can say', () => {
    const [message] = readMessages(encodeMessages([small('m', 255)])) ?? []
    expect(message?.values.length).toBe(255)
  })

  it('take names so long and no longer', () => {
    const longest = 'n'.repeat(spopLimits.nameBytes)
    expect(readMessages(encodeMessages([small(longest, 0)]))).toHaveLength(1)
    expect(readMessages(encodeMessages([small(`${longest}n`, 0)]))).toBeNull()
  })

  it('take so many items and no more', () => {
    const items = (count: number): Buffer =>
      encodeItems(
        new Map(Array.from({ length: count }, (_, index) => [`i${index}`, { type: 'null' }])),
      )
    expect(readItems(items(spopLimits.items))?.size).toBe(spopLimits.items)
    expect(readItems(items(spopLimits.items + 1))).toBeNull()
  })

  it('refuse types nobody has defined', () => {
    for (let type = 10; type < 16; type += 1) {
      expect(readTypedData(new Cursor(Buffer.from([type, 0, 0])))).toBeNull()
    }
  })
})
