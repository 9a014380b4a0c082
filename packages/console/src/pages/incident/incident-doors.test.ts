import type { ApiDecision } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { decisionsAbout, doorsInWords } from './incident-doors.ts'

function decision(given: Partial<ApiDecision> = {}): ApiDecision {
  return {
    id: 'd',
    subject_kind: 'credential',
    about: 'cloud-key:9gq1.x',
    match: { service: null, method: null, template: null, from: null },
    action: { kind: 'deny', status: 403, body: null },
    mode: 'enforce',
    until_ms: 0,
    reason: '',
    finding: 'f1',
    at_ms: 0,
    by: 'rule',
    hits: 399,
    blown_at: [],
    ...given,
  }
}

describe('what doors do about an incident', () => {
  it('is what was decided because of its findings', () => {
    const step = {
      number: 1,
      at_ms: 0,
      offset_ms: 0,
      severity: 'critical',
      score: 1,
      title: '',
      tracker: 'bulk.sync',
      finding: 'f1',
      why: '',
      count: 1,
      actor: '',
      service: '',
      call: null,
    } as const
    const own = decision()
    const others = [decision({ finding: 'f2' }), decision({ finding: null })]
    expect(decisionsAbout({ timeline: [step] }, [...others, own])).toEqual([own])
  })

  it.each([
    ['nothing', [], 'nothing is decided because of it'],
    ['a deny', [decision()], 'doors act on it: 399 calls touched'],
    [
      'a simulated one',
      [decision({ mode: 'simulate' })],
      'a simulated decision would have touched 399',
    ],
    ['one a fuse holds back', [decision({ blown_at: ['edge'] })], 'a fuse holds its decision back'],
    [
      'one that only looks',
      [decision({ action: { kind: 'log' } })],
      'nothing is decided because of it',
    ],
  ] as const)('is told of %s', (_what, decisions, words) => {
    expect(doorsInWords(decisions)).toBe(words)
  })
})
