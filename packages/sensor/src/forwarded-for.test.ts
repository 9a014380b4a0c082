import { describe, expect, it } from 'vitest'
import { forwardedFor } from './forwarded-for.ts'

describe('the hops a request claims', () => {
  it('come in order from all fields of that name', () => {
    const fields = { 'x-forwarded-for': ['203.0.113.9, 10.0.0.1', ' 10.0.0.2,'] }
    expect(forwardedFor(fields)).toEqual(['203.0.113.9', '10.0.0.1', '10.0.0.2'])
    expect(forwardedFor({})).toEqual([])
  })

  it('are the nearest of a list without end', () => {
    const claimed = Array.from(
      { length: 10_000 },
      (_, index) => `10.0.${index >> 8}.${index & 255}`,
    )
    expect(forwardedFor({ 'x-forwarded-for': claimed.join(', ') })).toEqual(claimed.slice(-16))
  })
})
