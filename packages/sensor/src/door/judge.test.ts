import type { Decision, DecisionAction } from '@weir/schema/decision'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DoorCall } from './door-call.ts'
import { Judge } from './judge.ts'
import { pass, type Verdict } from './verdict.ts'

const now = 1_000
const call: DoorCall = {
  request: { method: 'GET', url: '/items', headers: new Map() },
  src: { ip: '203.0.113.7' },
  service: 'shop',
}

const redact = (...fields: string[]): DecisionAction => ({ kind: 'redact', fields })
const capture = (bytes: number): DecisionAction => ({ kind: 'capture', body_bytes: bytes })
const tag = (name: string): DecisionAction => ({ kind: 'tag', name })

/** A judge that holds one decision about everybody for each action. */
function judgeOf(actions: readonly DecisionAction[], mode: Decision['mode'] = 'enforce'): Judge {
  const judge = new Judge()
  for (const [at, action] of actions.entries()) {
    const match = { service: null, method: null, template: null, from: null }
    const about = { subject: { kind: 'any' as const }, match, until_ms: now + 1, reason: '' }
    judge.table.put({ id: `d${at}`, action, mode, ...about })
  }
  return judge
}

const verdictOn = (...actions: readonly DecisionAction[]): Verdict =>
  judgeOf(actions).decide(call, now)

describe('a request that passes', () => {
  it('has the fields of all redactions, and the widest capture', () => {
    const actions = fc.array(
      fc.oneof(
        fc.constantFrom(redact('card'), redact('iban', 'items[].name')),
        fc.constantFrom(1, 500, 1_048_576).map(capture),
      ),
      { minLength: 1, maxLength: 6 },
    )
    fc.assert(
      fc.property(actions, (held) => {
        const fields = held.flatMap((action) => (action.kind === 'redact' ? action.fields : []))
        const bytes = held.map((action) => (action.kind === 'capture' ? action.body_bytes : 0))
        const verdict = verdictOn(...held)
        if (verdict.kind !== 'allow') throw new Error('refused')
        expect(verdict.redact.toSorted()).toEqual(fields.toSorted())
        expect(verdict).toMatchObject({ captureBytes: Math.max(...bytes), tag: null })
      }),
    )
  })

  it('is redacted, captured and tagged at once', () => {
    expect(verdictOn(tag('watched'), redact('card'), capture(9))).toEqual({
      kind: 'allow',
      tag: 'watched',
      redact: ['card'],
      captureBytes: 9,
    })
  })

  it('is touched by nothing where an exception says so, and refused where anything does', () => {
    const refusing: DecisionAction = { kind: 'deny', status: 403, body: null }
    expect(verdictOn(redact('card'), capture(9), { kind: 'allow' })).toBe(pass)
    expect(verdictOn(redact('card'), capture(9), refusing)).toMatchObject({ status: 403 })
  })

  it('is redacted while a throttle leaves it alone', () => {
    const judge = judgeOf([{ kind: 'throttle', calls: 1, per_s: 60 }, redact('card')])
    expect(judge.decide(call, now)).toMatchObject({ kind: 'allow', redact: ['card'] })
    expect(judge.decide(call, now)).toMatchObject({ kind: 'deny', status: 429 })
  })

  it('is as it was while decisions are simulated, the glass is broken, or their time is over', () => {
    const simulated = judgeOf([redact('card'), capture(9)], 'simulate')
    expect(simulated.decide(call, now)).toBe(pass)
    expect(simulated.hits.take(() => false).map(({ id, hits }) => [id, hits])).toEqual([
      ['d0', 1],
      ['d1', 1],
    ])
    const open = judgeOf([redact('card')])
    open.openUntil(now + 1)
    expect(open.decide(call, now)).toBe(pass)
    expect(open.decide(call, now + 1)).toBe(pass)
  })
})
