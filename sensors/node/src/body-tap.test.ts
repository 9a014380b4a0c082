import { ByteBudget } from '@weir/sensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BodyTap } from './body-tap.ts'

const limit = 40
const encodings = ['utf8', 'UTF-8', 'latin1', 'binary', 'hex', 'base64', 'utf16le'] as const
const chunk = fc.oneof(
  fc.record({ data: fc.uint8Array({ maxLength: 30 }), encoding: fc.constant(undefined) }),
  fc.record({
    data: fc.string({ unit: 'binary', maxLength: 30 }),
    encoding: fc.constantFrom(undefined, ...encodings),
  }),
)

const encodingOf = (name = 'utf8'): BufferEncoding => (Buffer.isEncoding(name) ? name : 'utf8')

function bytesOf(body: ReturnType<BodyTap['read']>['body']): Buffer {
  return Buffer.from(body ?? '')
}

describe('a body tap', () => {
  it('keeps the beginning of what passed, octet for octet, and counts all of it', () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 8 }), (chunks) => {
        const budget = new ByteBudget(1_000)
        const tap = new BodyTap(limit, budget)
        for (const { data, encoding } of chunks) tap.write(data, encoding)
        const whole = Buffer.concat(
          chunks.map(({ data, encoding }) =>
            typeof data === 'string' ? Buffer.from(data, encodingOf(encoding)) : Buffer.from(data),
          ),
        )
        const part = tap.read(true, undefined)
        const body = bytesOf(part.body)
        expect(body.equals(whole.subarray(0, body.length))).toBe(true)
        // A text that was cut loses at most the rest of one character.
        expect(body.length).toBeGreaterThan(Math.min(limit, whole.length) - 4)
        if (whole.length <= limit) expect(body.length).toBe(whole.length)
        expect(part.truncated ?? false).toBe(whole.length > limit)
        expect(part.body_size).toBe(whole.length > body.length ? whole.length : undefined)
        expect(tap.size).toBe(whole.length)
        expect(budget.used).toBeLessThanOrEqual(limit)
        tap.release()
        expect(budget.used).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps nothing where no memory is left, and says so', () => {
    const tap = new BodyTap(limit, new ByteBudget(3))
    tap.write('abc')
    tap.write('d')
    tap.write('e')
    expect(tap.read(true, undefined)).toEqual({ body: 'abc', body_size: 5, truncated: true })
  })

  it('is not affected when the host uses its buffer again', () => {
    const tap = new BodyTap(limit, new ByteBudget(100))
    const buffer = Buffer.from('first')
    tap.write(buffer)
    buffer.fill('x')
    expect(tap.read(true, undefined)).toEqual({ body: Buffer.from('first') })
  })

  it('knows from the announced size that more was to come', () => {
    const tap = new BodyTap(limit, new ByteBudget(100))
    tap.write('ab')
    expect(tap.read(true, 7)).toEqual({ body: 'ab', body_size: 7, truncated: true })
  })

  it('ignores what is no chunk', () => {
    const tap = new BodyTap(limit, new ByteBudget(100))
    for (const value of [null, undefined, 7, {}, () => 1]) tap.write(value)
    expect(tap.read(true, undefined)).toEqual({})
  })
})
