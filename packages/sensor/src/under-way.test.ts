import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Linked, UnderWay } from './under-way.ts'

interface Named extends Linked<Named> {
  readonly name: number
}

describe('exchanges under way', () => {
  it('are kept from the oldest, each once, as a Set would', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(9)))
    fc.assert(
      fc.property(steps, (given) => {
        const all = Array.from(
          { length: 10 },
          (_, name): Named => ({
            name,
            older: null,
            newer: null,
          }),
        )
        const list = new UnderWay<Named>()
        const model = new Set<number>()
        for (const [adds, name] of given) {
          const held = all[name]
          if (held === undefined) continue
          if (!adds) expect(list.delete(held)).toBe(model.delete(name))
          else if (!model.has(name)) {
            list.add(held)
            model.add(name)
          }
          expect([...list].map((known) => known.name)).toEqual([...model])
          expect(list.size).toBe(model.size)
        }
      }),
    )
  })

  it('may end while they are looked through', () => {
    const list = new UnderWay<Named>()
    for (const name of [1, 2, 3]) list.add({ name, older: null, newer: null })
    for (const held of list) expect(list.delete(held)).toBe(true)
    expect(list.size).toBe(0)
  })

  it('hold no other once they ended', () => {
    const list = new UnderWay<Named>()
    const all = [1, 2, 3].map((name): Named => ({ name, older: null, newer: null }))
    for (const held of all) list.add(held)
    for (const held of all) list.delete(held)
    expect(all.map(({ older, newer }) => [older, newer])).toEqual(all.map(() => [null, null]))
  })
})
