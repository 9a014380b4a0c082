import { describe, expect, it } from 'vitest'
import { shortNames } from './short-names.ts'

const shown = (names: readonly string[]): readonly string[] => [...shortNames(names).values()]

describe('short names of the stream', () => {
  it('leaves out the domain that three or more share', () => {
    expect(shown(['accounts.bank.internal', 'cards.bank.internal', 'idp.bank.internal'])).toEqual([
      'accounts',
      'cards',
      'idp',
    ])
  })

  it('leaves two of a kind, bare names and addresses alone', () => {
    const names = [
      'a.bank.example',
      'b.bank.example',
      'internet',
      '10.0.0.1',
      '10.0.0.2',
      '10.0.0.3',
    ]
    expect(shown(names)).toEqual(names)
  })

  it('keeps the domain where two would read alike', () => {
    const names = [
      'api.a.example',
      'x.a.example',
      'y.a.example',
      'api.b.example',
      'p.b.example',
      'q.b.example',
    ]
    expect(shown(names)).toEqual(['api.a.example', 'x', 'y', 'api.b.example', 'p', 'q'])
  })
})
