import { expect, it } from 'vitest'
import { HealthChecks } from './health-checks.ts'

it('checks are passed until they are to be refused, and refusals are counted', () => {
  const checks = new HealthChecks()
  expect([checks.answer(), checks.refusals]).toEqual([true, 0])
  checks.refuse()
  checks.refuse()
  expect([checks.answer(), checks.answer(), checks.refusals]).toEqual([false, false, 2])
})

it('it is known whether anybody checks', () => {
  const checks = new HealthChecks()
  expect(checks.within(60_000)).toBe(false)
  checks.answer()
  expect(checks.within(60_000)).toBe(true)
  expect(checks.within(-1)).toBe(false)
})
