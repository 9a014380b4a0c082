import { describe, expect, it } from 'vitest'
import { integer } from './codec.ts'
import { find, keyedTableCodec, newKeyedTable, put } from './keyed-table.ts'

describe('a table with a cap', () => {
  it('lets the row go that was not used lately', () => {
    const table = newKeyedTable<number>(3)
    for (const [index, key] of ['a', 'b', 'c'].entries()) put(table, key, index)
    find(table, 'a')
    expect(put(table, 'd', 3)).toEqual({ key: 'b', value: 1 })
    expect([...table.rows.keys()].sort()).toEqual(['a', 'c', 'd'])
    expect(table.evicted).toBe(1)
  })
  it('makes room when every row was used', () => {
    const table = newKeyedTable<number>(2)
    put(table, 'a', 0)
    put(table, 'b', 1)
    find(table, 'a')
    find(table, 'b')
    put(table, 'c', 2)
    expect(table.rows.size).toBe(2)
  })
  it('comes back from its encoded form with the same order', () => {
    const codec = keyedTableCodec(integer, 2)
    const table = newKeyedTable<number>(2)
    put(table, 'b', 1)
    put(table, 'a', 2)
    const copy = codec.decode(JSON.parse(JSON.stringify(codec.encode(table))))
    expect([...copy.rows]).toEqual([...table.rows])
    expect(put(copy, 'c', 3)).toEqual(put(table, 'c', 3))
  })
})
