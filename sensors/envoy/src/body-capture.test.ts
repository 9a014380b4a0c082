import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BodyCapture } from './body-capture.ts'
import { ByteBudget } from '@weir/sensor'

function bytesOf(body: string | Buffer | undefined): Buffer {
  return Buffer.from(body ?? '')
}

describe('what is kept of a body', () => {
  it('is its beginning, in whatever pieces it came, and its size is told', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 20 })
    fc.assert(
      fc.property(pieces, fc.nat(200), (sent, limit) => {
        const budget = new ByteBudget(1_000)
        const capture = new BodyCapture(limit, budget)
        for (const piece of sent) capture.add(Buffer.from(piece))
        capture.end()
        const all = Buffer.concat(sent)
        expect(budget.used).toBe(Math.min(all.length, limit))
        const { body, body_size, truncated } = capture.take(0)
        const kept = bytesOf(body)
        expect(all.subarray(0, kept.length)).toEqual(kept)
        expect(truncated).toBe(all.length > limit || undefined)
        expect(body_size).toBe(all.length > kept.length ? all.length : undefined)
        expect(budget.used).toBe(0)
      }),
    )
  })

  it('ends where memory ended, though there is some again later', () => {
    const budget = new ByteBudget(10)
    const capture = new BodyCapture(100, budget)
    capture.add(Buffer.from('12345678'))
    capture.add(Buffer.from('abc'))
    budget.give(-2)
    budget.give(2)
    capture.add(Buffer.from('d'))
    capture.end()
    const body = Buffer.from('12345678')
    expect(capture.take(0)).toEqual({ body, body_size: 12, truncated: true })
  })

  it('says how long it was announced to be where its end was not seen', () => {
    const capture = new BodyCapture(100, new ByteBudget(100))
    capture.add(Buffer.from('abc'))
    const body = Buffer.from('abc')
    expect(capture.take(5_000)).toEqual({ body, body_size: 5_000, truncated: true })
  })
})
