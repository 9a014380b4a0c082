import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClassifier, type LeafContext } from './classifier.ts'
import { decideFieldTypes, tallyValue, type TypeTally } from './belief.ts'
import type { DataTypeId } from './data-types.ts'
import { compileOwnTypes, type OwnType, readOwnType } from './own-types.ts'

function own(part: Partial<OwnType>): OwnType {
  return {
    id: 'X_BADGE',
    category: 'PII',
    sensitivity: 'high',
    jurisdiction: null,
    summary: '',
    pattern: null,
    inText: false,
    keys: [],
    validator: null,
    examples: [],
    counterexamples: [],
    ...part,
  }
}

const under = (key: string): LeafContext => ({
  key,
  parentKey: '',
  siblings: null,
  location: 'res.body',
  path: key,
})

function found(type: OwnType, text: string, key = 'value'): readonly string[] {
  return createClassifier(compileOwnTypes([type]))
    .leaf(text, 'string', under(key))
    .filter((one) => one.type === type.id)
    .map(({ confidence, start, end }) => `${text.slice(start, end)} ${confidence}`)
}

describe('a data type of one’s own', () => {
  it('is found by its pattern, surer under its name or with its check', () => {
    const badge = own({ pattern: 'B-[0-9]{6}', keys: ['badge', 'staff number'] })
    expect(found(badge, 'B-123456', 'staffNumber')).toEqual(['B-123456 0.95'])
    expect(found(badge, 'B-123456', 'emp_badge')).toEqual(['B-123456 0.95'])
    expect(found(badge, 'B-123456', 'order')).toEqual(['B-123456 0.3'])
    expect(found({ ...badge, keys: [] }, 'B-123456')).toEqual(['B-123456 0.7'])
    expect(found(badge, 'see B-123456', 'badge')).toEqual([])
    const card = own({ pattern: '7[0-9]{11}', validator: 'luhn' })
    expect(found(card, '799273987130')).toEqual(['799273987130 0'])
    expect(found(card, '799273987131')).toEqual(['799273987131 0'])
    const valid = Array.from({ length: 10 }, (_, digit) => `79927398713${digit}`)
    expect(valid.filter((text) => found(card, text)[0]?.endsWith('0.9') === true)).toHaveLength(1)
  })

  it('is found inside texts when asked, at ends of words only', () => {
    const badge = own({ pattern: 'B-[0-9]{6}', inText: true })
    expect(found(badge, 'from B-123456 to B-654321.')).toEqual(['B-123456 0.7', 'B-654321 0.7'])
    expect(found(badge, 'AB-123456 B-1234567')).toEqual([])
  })

  it('is found by the name of a field alone where it has no pattern', () => {
    const project = own({ id: 'X_PROJECT', keys: ['project code'] })
    expect(found(project, 'bluebird', 'projectCode')).toEqual(['bluebird 0.7'])
    expect(found(project, 'bluebird', 'code')).toEqual([])
  })

  it('makes a field what most of its values are', () => {
    const types = compileOwnTypes([own({ pattern: 'B-[0-9]{6}', keys: ['badge'] })])
    const classifier = createClassifier(types)
    const tallies = new Map<DataTypeId, TypeTally>()
    for (let index = 0; index < 20; index += 1) {
      const text = `B-${100_000 + index}`
      tallyValue(tallies, classifier.leaf(text, 'string', under('badge')), text.length)
    }
    const name = { key: 'badge', location: 'res.body', own: types.namedBy('badge') } as const
    expect(decideFieldTypes(20, tallies, name)).toMatchObject([{ type: 'X_BADGE' }])
  })

  it('is checked with its examples when it is defined', () => {
    const badge = own({ pattern: 'B-[0-9]{6}' })
    expect(readOwnType({ ...badge, examples: ['B-123456'], counterexamples: ['B-1'] }).ok).toBe(
      true,
    )
    expect(readOwnType({ ...badge, examples: ['B-123456', 'B-1'] })).toMatchObject({
      problem: 'examples.1: is not of this type',
    })
    expect(readOwnType({ ...badge, counterexamples: ['B-123456'] })).toMatchObject({
      problem: 'counterexamples.0: is of this type',
    })
    expect(readOwnType(own({}))).toMatchObject({ problem: expect.stringContaining('a pattern') })
    expect(readOwnType(own({ pattern: '(' }))).toMatchObject({
      problem: expect.stringContaining('pattern: '),
    })
    expect(readOwnType(own({ pattern: '(a)\\1' })).ok).toBe(false)
    expect(readOwnType(own({ pattern: 'a*' }))).toMatchObject({
      problem: expect.stringContaining('empty text'),
    })
    expect(readOwnType(own({ pattern: '((a{1,100}){1,100}){1,100}' })).ok).toBe(false)
  })

  it('costs time linear in the text, whatever the pattern', () => {
    const evil = own({ pattern: '(a+)+$', inText: true })
    const started = performance.now()
    found(evil, `${'a'.repeat(4_000)}!`)
    found(evil, 'a'.repeat(60_000))
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('never throws, whatever is defined and read', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 60 }), (pattern, text) => {
        const type = own({ pattern, inText: true })
        if (!readOwnType(type).ok) return
        for (const span of found(type, text)) expect(span).not.toBe('')
      }),
      { numRuns: 300 },
    )
  })
})
