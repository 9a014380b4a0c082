import { type SpecRule, specRuleNames, specRules } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { specTitle } from './spec-title.ts'

const spec = {
  service: 'shop',
  file: 'shop.yaml',
  title: 'Shop',
  version: '1',
  revision: 1,
  operations: 3,
  characters: 100,
  at_ms: 0,
  by: 'console',
}

function titleOf(counts: Partial<Record<SpecRule, number>>, matched = 9): string {
  const rules = specRuleNames.map((rule) => ({
    rule,
    ...specRules[rule],
    count: counts[rule] ?? 0,
  }))
  return specTitle({ spec, matched, rules })
}

describe('the title of a specification', () => {
  it('is the gravest thing there is', () => {
    expect(titleOf({ shadow: 2, zombie: 1, orphan: 4 })).toBe(
      'shop answers 2 operations not in its document',
    )
    expect(titleOf({ 'undocumented-security': 1, zombie: 1 })).toBe(
      '1 operation of shop answers without a credential',
    )
    expect(titleOf({ zombie: 2, orphan: 1 })).toBe(
      '2 deprecated operations of shop are still called',
    )
    expect(titleOf({ orphan: 1 })).toBe('shop differs from its document in 1 place')
  })
  it('says when nothing differs, and when nothing fits', () => {
    expect(titleOf({})).toBe('shop and its document agree')
    expect(titleOf({ shadow: 3 }, 0)).toBe('No call of shop fits its document')
  })
})
