import { type Decision, decisionLimits } from '@weir/schema/decision'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DecisionTable, type Shown } from './decision-table.ts'
import { compileTemplate } from './path-template.ts'

const hash = fc.constantFrom('k.a', 'k.b', 'k.c')
const subject: fc.Arbitrary<Decision['subject']> = fc.oneof(
  fc
    .array(hash, { minLength: 1, maxLength: 2 })
    .map((hashes) => ({ kind: 'credential' as const, hashes })),
  fc
    .constantFrom('203.0.113.7', '203.0.113.0/24', '198.51.100.0/24')
    .map((range) => ({ kind: 'ip' as const, range })),
  fc.constant({ kind: 'any' as const }),
)
const decision: fc.Arbitrary<Decision> = fc.record({
  id: fc.constantFrom('1', '2', '3', '4', '5'),
  subject,
  match: fc.record({
    service: fc.constantFrom(null, 'shop'),
    method: fc.constantFrom(null, 'GET'),
    template: fc.constantFrom(null, '/items/{id}'),
    from: fc.constantFrom(null, 'outside' as const),
  }),
  action: fc.constant({ kind: 'deny' as const, status: 403, body: null }),
  mode: fc.constantFrom('enforce' as const, 'simulate' as const),
  until_ms: fc.constantFrom(50, 150),
  reason: fc.constant(''),
})
const shown: fc.Arbitrary<Shown> = fc.record({
  hashes: fc.uniqueArray(hash, { maxLength: 2 }),
  isOutside: fc.boolean(),
  ip: fc.constantFrom('203.0.113.7', '203.0.113.8', '192.0.2.1', ''),
  service: fc.constantFrom('shop', 'bank'),
  method: fc.constantFrom('GET', 'PUT'),
  url: fc.constantFrom('/items/7', '/items'),
})

const isHeld = ({ subject: whom }: Decision, { hashes, ip }: Shown): boolean => {
  if (whom.kind === 'any') return true
  if (whom.kind !== 'ip') return whom.hashes.some((one) => hashes.includes(one))
  return whom.range.endsWith('/24') ? ip.startsWith(whom.range.slice(0, -4)) : ip === whom.range
}

/** As a reader of the contract would do it: look at all of them. */
function expectedOf(decisions: readonly Decision[], one: Shown, now: number): readonly string[] {
  const byId = new Map(decisions.map((given) => [given.id, given]))
  return [...byId.values()]
    .filter((given) => given.until_ms > now && isHeld(given, one))
    .filter(({ match: { service, method, template, from } }) => {
      if (from === 'outside' && !one.isOutside) return false
      if (service !== null && service !== one.service) return false
      if (method !== null && method !== one.method) return false
      return template === null || compileTemplate(template)(one.url)
    })
    .map(({ id }) => id)
    .toSorted()
}

describe('a table of decisions', () => {
  it('finds what a look at all of them finds, whatever came, went and took the place of another', () => {
    fc.assert(
      fc.property(
        fc.array(decision, { maxLength: 12 }),
        fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 2 }),
        shown,
        fc.constantFrom(0, 100),
        (decisions, removed, one, now) => {
          const table = new DecisionTable()
          for (const given of decisions) expect(table.put(given)).toBe(true)
          for (const id of removed) table.remove(id)
          const gone = new Set<string>(removed)
          const left = decisions.filter(({ id }) => !gone.has(id))
          const found = new Set(table.find(one, now).map(({ decision: { id } }) => id))
          expect([...found].toSorted()).toEqual(expectedOf(left, one, now))
          table.expire(1_000)
          expect(table.size).toBe(0)
          expect(table.find(one, 0)).toEqual([])
        },
      ),
    )
  })

  it('is full at its limit, and takes one for one that has gone', () => {
    const table = new DecisionTable()
    const of = (index: number): Decision => ({
      id: String(index),
      subject: { kind: 'credential', hashes: [`k.${index}`] },
      match: { service: null, method: null, template: null, from: null },
      action: { kind: 'log' },
      mode: 'enforce',
      until_ms: 1,
      reason: '',
    })
    for (let index = 0; index < decisionLimits.decisions; index += 1) table.put(of(index))
    expect(table.put(of(-1))).toBe(false)
    expect(table.put(of(7))).toBe(true)
    table.remove('7')
    expect(table.put(of(-1))).toBe(true)
    expect(table.size).toBe(decisionLimits.decisions)
  })
})
