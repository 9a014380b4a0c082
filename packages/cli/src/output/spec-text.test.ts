import { describe, expect, it } from 'vitest'
import type { ReportedDifference, SpecReport } from '../spec/report.ts'
import { specText } from './spec-text.ts'

const zombie: ReportedDifference = {
  kind: 'zombie',
  method: 'GET',
  template: '/old',
  in: null,
  path: '',
  count: 12,
  what: 'deprecated, and still called',
  line: 3,
  callers: ['web', 'batch'],
}

function textOf(report: Partial<SpecReport>): string {
  const whole: SpecReport = {
    title: 'Shop',
    version: '1',
    file: 'shop.yaml',
    problems: [],
    operations: 2,
    held: '1 of them was called at shop',
    matched: 12,
    unit: 'call',
    differences: [zombie],
    ...report,
  }
  return specText(whole, { width: 100, style: (_, text) => text })
}

describe('differences as text', () => {
  it('say who calls where that is known', () => {
    expect(textOf({})).toMatch(/calls\s+callers\n\s+GET \/old .+ 12 {2}web, batch$/)
    expect(textOf({ differences: [{ ...zombie, callers: [] }] })).not.toContain('callers')
  })
  it('say that nothing fits, or that nothing differs', () => {
    expect(textOf({ matched: 0 })).toContain('No call fits this description.')
    expect(textOf({ differences: [] })).toContain('Traffic and description agree.')
  })
})
