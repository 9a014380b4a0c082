import { describe, expect, it } from 'vitest'
import { deferred } from '../testing/deferred.ts'
import { rememberedBoots, Sequences } from './sequences.ts'

describe('numbers of batches', () => {
  it('are repeats at or below the last of the same start of the same sensor', () => {
    const sequences = new Sequences()
    expect(sequences.isRepeat('edge', 'b1', 1)).toBe(false)
    sequences.note('edge', 'b1', 5)
    expect([4, 5, 6].map((seq) => sequences.isRepeat('edge', 'b1', seq))).toEqual([
      true,
      true,
      false,
    ])
    expect(sequences.isRepeat('edge', 'b2', 5)).toBe(false)
    expect(sequences.isRepeat('other', 'b1', 5)).toBe(false)
  })
  it('never go back', () => {
    const sequences = new Sequences()
    sequences.note('edge', 'b1', 5)
    sequences.note('edge', 'b1', 2)
    expect(sequences.isRepeat('edge', 'b1', 5)).toBe(true)
  })
  it('are given out so that another can go on with them', () => {
    const sequences = new Sequences()
    sequences.note('a sensor:x', 'b-1', 5)
    sequences.note('edge', 'b1', 2)
    sequences.note('a sensor:x', 'b-1', 6)
    const entries = sequences.entries()
    expect(entries).toEqual([
      { sensor: 'edge', boot: 'b1', seq: 2 },
      { sensor: 'a sensor:x', boot: 'b-1', seq: 6 },
    ])
    const other = new Sequences()
    for (const { sensor, boot, seq } of entries) other.note(sensor, boot, seq)
    expect(other.entries()).toEqual(entries)
  })
  it('of starts not heard of for longest are forgotten when there are too many', () => {
    const sequences = new Sequences()
    for (let boot = 0; boot < rememberedBoots; boot += 1) sequences.note('edge', `b${boot}`, 1)
    sequences.note('edge', 'b0', 2)
    sequences.note('edge', 'new', 1)
    expect(sequences.entries()).toHaveLength(rememberedBoots)
    expect(sequences.isRepeat('edge', 'b0', 2)).toBe(true)
    expect(sequences.isRepeat('edge', 'b1', 1)).toBe(false)
  })
})

describe('batches of one start', () => {
  it('are taken one after the other, those of others beside them, whatever one comes to', async () => {
    const sequences = new Sequences()
    const order: string[] = []
    const gate = deferred()
    const first = sequences.inTurn('edge', 'b1', async () => {
      await gate.promise
      order.push('first')
      throw new Error('of the first')
    })
    const second = sequences.inTurn('edge', 'b1', async () => order.push('second'))
    await sequences.inTurn('edge', 'b2', async () => order.push('other'))
    expect(order).toEqual(['other'])
    gate.resolve()
    await expect(first).rejects.toThrow('of the first')
    await second
    expect(order).toEqual(['other', 'first', 'second'])
  })
})
