import { describe, expect, it } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import type { LedgerCut } from './ledger.ts'
import { keepRetention } from './retention.ts'

const dayMs = 86_400_000
const settings = { calls_days: 1, findings_days: 30, audit_days: 365 }

function recorded(): {
  readonly cuts: LedgerCut[]
  fails: boolean
  expire(cut: LedgerCut): Promise<void>
} {
  const ledger = {
    cuts: new Array<LedgerCut>(),
    fails: false,
    expire: (cut: LedgerCut): Promise<void> => {
      ledger.cuts.push(cut)
      return ledger.fails ? Promise.reject(new Error('away')) : Promise.resolve()
    },
  }
  return ledger
}

describe('retention', () => {
  it('deletes at once what is older than its settings, then every hour until it is stopped', () => {
    const clock = manualClock(400 * dayMs)
    const ledger = recorded()
    const retention = keepRetention(ledger, settings, clock)
    expect(ledger.cuts).toEqual([
      { callsMs: 399 * dayMs, findingsMs: 370 * dayMs, auditMs: 35 * dayMs },
    ])
    clock.advance(2 * 3_600_000)
    expect(ledger.cuts).toHaveLength(3)
    expect(ledger.cuts[2]?.callsMs).toBe(399 * dayMs + 2 * 3_600_000)
    retention.stop()
    clock.advance(dayMs)
    expect(ledger.cuts).toHaveLength(3)
  })
  it('counts failures in a row and goes on', async () => {
    const clock = manualClock()
    const ledger = recorded()
    ledger.fails = true
    const retention = keepRetention(ledger, settings, clock)
    clock.advance(3_600_000)
    await Promise.resolve()
    await Promise.resolve()
    expect(retention.failures()).toBe(2)
    ledger.fails = false
    clock.advance(3_600_000)
    await Promise.resolve()
    expect(retention.failures()).toBe(0)
  })
})
