import { describe, expect, it } from 'vitest'
import { bodyOf, draftOf, emptyDraft, refusalOf } from './own-type-draft.ts'

describe('the form of a data type of one’s own', () => {
  it('is filled by a definition and gives the same definition back', () => {
    const {
      at_ms: _at,
      by: _by,
      ...type
    } = {
      id: 'X_BADGE' as const,
      summary: 'Badge',
      category: 'PCI' as const,
      sensitivity: 'high' as const,
      jurisdiction: 'DE',
      pattern: ' B-[0-9]{6}',
      in_text: true,
      keys: ['badge', 'staff number'],
      validator: 'luhn' as const,
      examples: ['B-123456', 'B-1, 2'],
      counterexamples: [],
      at_ms: 1,
      by: 'console',
    }
    expect(bodyOf(draftOf({ ...type, at_ms: 1, by: 'console' }))).toEqual(type)
  })
  it('leaves out what nobody wrote', () => {
    const body = bodyOf({ ...emptyDraft, id: ' X_A ', keys: ' a ,, b', examples: '\n\n' })
    expect(body).toMatchObject({
      id: 'X_A',
      pattern: null,
      jurisdiction: null,
      keys: ['a', 'b'],
      examples: [],
    })
  })
  it('says beside each field why it is refused, and the rest above', () => {
    const problem = (name: string, what: string) => ({ in: 'body' as const, name, what })
    const { beside, general } = refusalOf('refused', [
      problem('pattern', 'missing )'),
      problem('examples.1', 'is not of this type'),
    ])
    expect([...beside]).toEqual([
      ['pattern', 'missing )'],
      ['examples', 'Line 2 is not of this type'],
    ])
    expect(general).toBeNull()
    expect(refusalOf('a type needs a pattern, keys, or both').general).toContain('needs a pattern')
    expect(refusalOf('refused', [problem('', 'does not know x')]).general).toBe('does not know x')
  })
})
