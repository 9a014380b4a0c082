import { describe, expect, it } from 'vitest'
import { primaryVantage, vantageSilenceMs } from './vantage.ts'

const now = 1_700_000_000_000

describe('the primary vantage', () => {
  it('is the only one there is, whichever it is', () => {
    for (const vantage of ['server', 'gateway', 'client', 'tap'] as const) {
      expect(primaryVantage(new Map([[vantage, now]]))).toBe(vantage)
    }
  })
  it('is the called before the gateway before the caller before the tap', () => {
    const seen = new Map([
      ['tap', now],
      ['client', now],
    ])
    expect(primaryVantage(seen)).toBe('client')
    expect(primaryVantage(seen.set('gateway', now))).toBe('gateway')
    expect(primaryVantage(seen.set('server', now))).toBe('server')
  })
  it('passes to the next one when it has been silent for too long', () => {
    const seen = new Map([
      ['server', now],
      ['client', now + vantageSilenceMs],
    ])
    expect(primaryVantage(seen)).toBe('server')
    expect(primaryVantage(seen.set('client', now + vantageSilenceMs + 1))).toBe('client')
  })
  it('is nobody while no sensor says where it stands', () => {
    expect(primaryVantage(new Map())).toBeNull()
  })
})
