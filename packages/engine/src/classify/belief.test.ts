import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decideFieldTypes,
  emptyTally,
  mergeTallies,
  refutedFieldTypes,
  resolveCandidates,
  tallyValue,
  type TypeTally,
} from './belief.ts'
import { createClassifier } from './classifier.ts'
import type { DataTypeId } from './data-types.ts'

const classifier = createClassifier()

function learn(key: string, texts: readonly string[]): Map<DataTypeId, TypeTally> {
  const tallies = new Map<DataTypeId, TypeTally>()
  for (const text of texts) tallyValue(tallies, candidatesOf(key, text), text.length)
  return tallies
}

function candidatesOf(key: string, text: string) {
  const context = { key, parentKey: '', siblings: null, location: 'res.body', path: key } as const
  return classifier.leaf(text, 'string', context)
}

function decide(key: string, texts: readonly string[]): readonly string[] {
  const name = { key, location: 'res.body' } as const
  return decideFieldTypes(texts.length, learn(key, texts), name).map(({ type }) => type)
}

const tally = fc.record({
  values: fc.nat(1_000),
  strong: fc.nat(1_000),
  confidence: fc.nat(1_000_000),
  whole: fc.nat(1_000),
})

describe('tallies', () => {
  it('merge the same in any order and grouping', () => {
    fc.assert(
      fc.property(tally, tally, tally, (one, two, three) => {
        expect(mergeTallies(one, two)).toEqual(mergeTallies(two, one))
        expect(mergeTallies(mergeTallies(one, two), three)).toEqual(
          mergeTallies(one, mergeTallies(two, three)),
        )
        expect(mergeTallies(one, emptyTally)).toEqual(one)
      }),
    )
  })
})

const people = [
  'Maria Silva',
  'John Smith',
  'Anna Kowalska',
  'Pedro Alves',
  'Emma Olsen',
  'Qiu Tarvek',
]
const numbers = ['536221234', '212098761', '401557788', '318442211', '455667788']

describe('a field', () => {
  it('adopts a type its values agree on, so that a value too weak alone is named', () => {
    expect(decide('value', people)).toEqual(['PERSON'])
    const types = decideFieldTypes(people.length, learn('value', people), {
      key: 'value',
      location: 'res.body',
    })
    const verdict = resolveCandidates(candidatesOf('value', 'Qiu Tarvek'), types)
    expect(verdict.map(({ type }) => type)).toEqual(['PERSON'])
  })

  it('named for a number adopts it, and named for an order does not', () => {
    expect(decide('ssn', numbers)).toContain('US_SSN')
    expect(decide('orderId', numbers)).toEqual([])
  })

  it('of mixed values adopts no type, and only strong values speak', () => {
    const mixed = [
      ...people,
      'ACTIVE',
      '42',
      'ada@example.org',
      '2024-01-01',
      'red',
      'v1.2.3',
      'ok',
    ]
    expect(decide('value', mixed)).toEqual([])
    expect(resolveCandidates(candidatesOf('value', 'Qiu Tarvek'), [])).toEqual([])
    expect(resolveCandidates(candidatesOf('value', 'ada@example.org'), [])).toHaveLength(1)
  })

  it('of numbers that pass a check only by chance is refuted', () => {
    const column = Array.from({ length: 100 }, (_, index) => String(4_539_000_000_000_000 + index))
    const refuted = refutedFieldTypes(learn('value', column))
    expect(refuted.has('CREDIT_CARD')).toBe(true)
    const verdicts = column.flatMap((text) =>
      resolveCandidates(candidatesOf('value', text), [], refuted),
    )
    expect(verdicts).toEqual([])
  })

  it('without values has no type', () => {
    expect(decide('email', [])).toEqual([])
  })
})
