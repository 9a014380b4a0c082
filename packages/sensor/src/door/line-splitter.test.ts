import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineSplitter } from './line-splitter.ts'

describe('a stream of lines', () => {
  it('is the same lines in whatever parts it comes', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', '{', ' '), maxLength: 12 })
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.array(fc.nat(6), { maxLength: 60 }),
        (lines, cuts) => {
          const text = lines.map((one) => `${one}\n`).join('')
          const splitter = new LineSplitter(8)
          const got: string[] = []
          let at = 0
          for (const cut of cuts) {
            splitter.push(text.slice(at, at + cut), (one) => got.push(one))
            at += cut
          }
          splitter.push(text.slice(at), (one) => got.push(one))
          expect(got).toEqual(lines.filter((one) => one !== '' && one.length <= 8))
          expect(splitter.tooLong).toBe(lines.filter((one) => one.length > 8).length)
        },
      ),
    )
  })
})
