import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { decodeBody } from './body.ts'

const encoder = new TextEncoder()

function containersOf(text: string, type = 'application/json'): readonly string[] {
  const body = encoder.encode(text)
  const headers = new Map([['content-type', [type]]])
  const { containers } = decodeBody({ headers, body, bodySize: body.length, truncated: false })
  return containers.map(({ kind, path, number, owner, items }) =>
    kind === 'object'
      ? `${number} in ${owner}: ${path} {${items}}`
      : `in ${owner}: ${path}[${items}]`,
  )
}

describe('containers of a body', () => {
  it('tell what objects and lists stand where, empty ones too', () => {
    expect(containersOf('{"a":{},"list":[],"rows":[{"x":1},{"x":2}],"grid":[[1],[]]}')).toEqual([
      '1 in 0: a {0}',
      'in 0: list[0]',
      '4 in 0: rows[] {1}',
      '5 in 0: rows[] {1}',
      'in 0: rows[2]',
      'in 0: grid[][1]',
      'in 0: grid[][0]',
      'in 0: grid[2]',
      '0 in -1:  {4}',
    ])
  })

  it('leave out what a cut left open', () => {
    expect(containersOf('{"a":{"x":1},"b":{"y":')).toEqual(['1 in 0: a {1}'])
  })

  it('go on inside a string that holds JSON, and forget one that held none', () => {
    expect(containersOf('{"p":"{\\"k\\":1}"}')).toEqual(['1 in 0: p# {1}', '0 in -1:  {1}'])
    expect(containersOf('{"p":"{\\"k\\":{}} x"}')).toEqual(['0 in -1:  {1}'])
  })

  it('take each line, row and form for what it is', () => {
    expect(containersOf('{"a":1}\n{"a":2}\n', 'application/x-ndjson')).toEqual([
      '0 in -1: [] {1}',
      '1 in -1: [] {1}',
      'in -1: [2]',
    ])
    expect(containersOf('id,name\n1,Ann\n2,Bob\n', 'text/csv')).toEqual([
      '0 in -1: [] {2}',
      '1 in -1: [] {2}',
      'in -1: [2]',
    ])
    expect(containersOf('a=1&b=2', 'application/x-www-form-urlencoded')).toEqual(['0 in -1:  {2}'])
  })

  it('take the part of a form that is a document for a member of the form', () => {
    const form =
      '--B\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"n":1}\r\n--B--\r\n'
    expect(containersOf(form, 'multipart/form-data; boundary=B')).toEqual([
      '1 in 0: meta {1}',
      '0 in -1:  {1}',
    ])
  })

  it('take an element that repeats for a list', () => {
    const xml = '<list><row id="1"/><row><n>2</n></row><total>2</total></list>'
    expect(containersOf(xml, 'application/xml')).toEqual([
      '1 in 0: list.row {1}',
      '2 in 0: list.row {1}',
      'in 0: list.row[2]',
      '0 in -1: list {2}',
    ])
  })

  it('are counted up to their limit', () => {
    const text = `[${'{},'.repeat(limits.containers)}{}]`
    expect(containersOf(text)).toHaveLength(limits.containers)
  })

  it('name owners that hold them, whatever the document', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const body = encoder.encode(text)
        const { containers, leaves } = decodeBody({
          headers: new Map([['content-type', ['application/json']]]),
          body,
          bodySize: body.length,
          truncated: false,
        })
        const objects = new Set(containers.map(({ number }) => number))
        for (const { owner } of containers) expect(owner === -1 || objects.has(owner)).toBe(true)
        for (const { container } of leaves) {
          expect(container === -1 || objects.has(container)).toBe(true)
        }
      }),
    )
  })
})
