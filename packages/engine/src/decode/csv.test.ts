import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { walkCsv } from './csv.ts'
import type { Leaf } from './leaf.ts'

function walked(text: string): { readonly leaves: readonly Leaf[]; readonly end: unknown } {
  const leaves: Leaf[] = []
  const start = { pointer: '', path: '', key: '', embedded: 0, containers: { count: 0 } }
  const end = walkCsv(text, start, (leaf) => leaves.push(leaf) < limits.leaves)
  return { leaves, end }
}

const shown = (text: string): readonly string[] =>
  walked(text).leaves.map(({ pointer, path, text: value }) => `${pointer} ${path}=${value}`)

describe('tables of delimited text', () => {
  it('names columns after the first record', () => {
    expect(shown('name,ssn\r\nJane,1\r\n"Doe, John","2 ""x"""\r\n')).toEqual([
      '/0/0 [].name=Jane',
      '/0/1 [].ssn=1',
      '/1/0 [].name=Doe, John',
      '/1/1 [].ssn=2 "x"',
    ])
    expect(walked('a,b\n1,2').leaves.map(({ key, container }) => [key, container])).toEqual([
      ['a', 0],
      ['b', 0],
    ])
  })

  it('has columns by number where the first record is data', () => {
    expect(shown('4929,jane@example.com\n4930,joe@example.com')).toEqual([
      '/0/0 [][0]=4929'.replace('[0]', '.0'),
      '/0/1 [].1=jane@example.com',
      '/1/0 [].0=4930',
      '/1/1 [].1=joe@example.com',
    ])
  })

  it('knows tabs, semicolons and bars, a byte order mark and line breaks in quotes', () => {
    expect(shown('\uFEFFa;b\n"x\ny";2')).toEqual(['/0/0 [].a=x\ny', '/0/1 [].b=2'])
    expect(shown('a\tb\n1\t2')).toEqual(['/0/0 [].a=1', '/0/1 [].b=2'])
  })

  it('says where a text was cut, and reads what came before', () => {
    expect(walked('a,b\n1,"2')).toMatchObject({ end: 'cut', leaves: [{ text: '1' }] })
  })

  it('looks at no more columns than the limit', () => {
    const wide = Array.from({ length: limits.tableColumns + 5 }, (_, index) => `c${index}`).join(
      ',',
    )
    expect(walked(`${wide}\n${wide}`).leaves).toHaveLength(limits.tableColumns)
  })

  it('reads back every table that was written', () => {
    const cell = fc.string({ minLength: 1, maxLength: 12 })
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 })
    fc.assert(
      fc.property(rows, (table) => {
        const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`
        const text = `left,right\n${table.map((row) => row.map(quote).join(',')).join('\n')}`
        expect(walked(text).leaves.map(({ text: value }) => value)).toEqual(table.flat())
      }),
    )
  })
})
