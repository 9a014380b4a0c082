import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyKey, memberPath } from './leaf.ts'
import { type PathStep, pathSteps } from './leaf-path.ts'

const name = fc
  .oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 20 }))
  .filter((text) => text !== anyKey)

const steps: fc.Arbitrary<readonly PathStep[]> = fc.array(
  fc.oneof(
    name.map((text): PathStep => ({ kind: 'member', name: text })),
    fc.constantFrom<PathStep>({ kind: 'item' }, { kind: 'any-member' }, { kind: 'embedded' }),
  ),
  { maxLength: 12 },
)

function written(path: readonly PathStep[]): string {
  return path.reduce((base, step) => {
    if (step.kind === 'item') return `${base}[]`
    if (step.kind === 'embedded') return `${base}#`
    return memberPath(base, step.kind === 'any-member' ? anyKey : step.name)
  }, '')
}

describe('pathSteps', () => {
  it('reads back what the walkers write, whatever members are called', () => {
    fc.assert(
      fc.property(steps, (path) => {
        expect(pathSteps(written(path))).toEqual(path)
      }),
    )
  })

  it('answers for any text', () => {
    fc.assert(fc.property(fc.string(), (text) => pathSteps(text).length <= text.length))
  })
})
