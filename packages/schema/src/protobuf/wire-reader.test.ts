import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import protobuf from 'protobufjs'
import { WireReader } from './wire-reader.ts'
import { bytesField, message, numberField, textField } from './wire-writer.ts'

const definitions = `
syntax = "proto3";
message Scalars {
  uint64 number = 1; bool truth = 2; double real = 3; bytes octets = 4; string text = 5; Scalars inner = 6; fixed32 word = 7;
  int64 signed = 8; fixed64 wide = 9;
}`
const { root } = protobuf.parse(definitions)

/** As protobufjs writes it. */
function encoded(value: Readonly<Record<string, unknown>>): Uint8Array {
  const type = root.lookupType('Scalars')
  return Uint8Array.from(type.encode(type.fromObject(value)).finish())
}

interface Scalars {
  number: number
  truth: boolean
  real: number
  octets: Uint8Array
  text: string
  inner: Scalars | null
}

const scalars = fc.record({
  number: fc.maxSafeNat(),
  truth: fc.boolean(),
  real: fc.double({ noNaN: true }),
  octets: fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
  text: fc.string({ maxLength: 200, unit: 'binary' }),
  word: fc.nat(),
})

function read(reader: WireReader): Scalars {
  const found: Scalars = {
    number: 0,
    truth: false,
    real: 0,
    octets: new Uint8Array(0),
    text: '',
    inner: null,
  }
  while (reader.next()) {
    if (reader.field === 1) found.number = reader.number()
    else if (reader.field === 2) found.truth = reader.truth()
    else if (reader.field === 3) found.real = reader.double()
    else if (reader.field === 4) found.octets = reader.bytes()
    else if (reader.field === 5) found.text = reader.utf8()
    else if (reader.field === 6) found.inner = read(reader.message())
  }
  return found
}

describe('a message of protobuf', () => {
  it('is read as another encoder wrote it, whatever else is in it', () => {
    fc.assert(
      fc.property(scalars, scalars, (value, inner) => {
        const reader = new WireReader(encoded({ ...value, inner }))
        const { word: _passedOver, ...expected } = value
        const { word: _too, ...expectedInner } = inner
        expect(read(reader)).toEqual({ ...expected, inner: { ...expectedInner, inner: null } })
        expect(reader.failed).toBe(false)
      }),
    )
  })

  it('is the one another encoder writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.uint8Array({ minLength: 1 }), (number, bytes) => {
        const octets = Uint8Array.from(bytes)
        const ours = message(numberField(1, number), bytesField(4, octets), textField(5, 'é'))
        expect(ours).toEqual(encoded({ number, octets, text: 'é' }))
      }),
    )
  })

  it('may be any bytes: it is read to its end or fails, and nothing beyond it is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { octets } = read(new WireReader(Uint8Array.from(bytes)))
        expect(octets.length).toBeLessThanOrEqual(bytes.length)
      }),
    )
  })

  it('that was cut off anywhere fails or ends before the cut', () => {
    const whole = encoded({ number: 2 ** 40, octets: new Uint8Array(40).fill(1), text: 'text' })
    for (let end = 0; end < whole.length; end += 1) {
      const { text } = read(new WireReader(whole.subarray(0, end)))
      expect(text).toBe('')
    }
  })

  it('reads a value of another type as none', () => {
    const reader = new WireReader(
      message(numberField(4, 7), bytesField(1, new Uint8Array([120])), numberField(2, 1)),
    )
    expect(read(reader)).toMatchObject({ number: 0, octets: new Uint8Array(0), truth: true })
    expect(reader.failed).toBe(false)
  })

  it.each([
    ['a field without a number', [0x00, 0x01]],
    ['a group', [0x0b, 0x0c]],
    ['a number that does not end', Array.from({ length: 12 }, () => 0xff)],
    ['a length beyond the end', [0x22, 0x7f, 0x01]],
    ['a length of more than any memory', [0x22, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
  ])('with %s is none', (_what, bytes) => {
    const reader = new WireReader(Uint8Array.from(bytes))
    read(reader)
    expect(reader.failed).toBe(true)
    expect(reader.next()).toBe(false)
  })
})
