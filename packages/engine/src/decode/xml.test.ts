import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import type { Leaf } from './leaf.ts'
import { walkXml } from './xml.ts'

function walked(text: string): { readonly leaves: readonly Leaf[]; readonly end: unknown } {
  const leaves: Leaf[] = []
  const start = { pointer: '', path: '', key: '', embedded: 0, containers: { count: 0 } }
  const end = walkXml(text, start, (leaf) => leaves.push(leaf) < limits.leaves)
  return { leaves, end }
}

const shown = (text: string): readonly string[] =>
  walked(text).leaves.map(({ pointer, path, text: value }) => `${pointer} ${path}=${value}`)

describe('XML', () => {
  it('reads text and attributes, without the prefixes of namespaces', () => {
    const soap = `<?xml version="1.0"?><!-- hi -->
      <s:Envelope xmlns:s="urn:x"><s:Body><user id="7"><email>a&amp;b@example.com</email>
      <note><![CDATA[1 < 2]]></note></user><user id='8'/></s:Body></s:Envelope>`
    expect(shown(soap)).toEqual([
      '/Envelope/Body/user/@id Envelope.Body.user["@id"]=7',
      '/Envelope/Body/user/email Envelope.Body.user.email=a&b@example.com',
      '/Envelope/Body/user/note Envelope.Body.user.note=1 < 2',
      '/Envelope/Body/user/1/@id Envelope.Body.user["@id"]=8',
    ])
    expect(walked(soap).end).toBeNull()
  })

  it('puts fields beside each other into one object', () => {
    const { leaves } = walked('<p><a>1</a><b>2</b><q><c>3</c></q></p>')
    const [a, b, c] = leaves
    expect(a?.container).toBe(b?.container)
    expect(c?.container).not.toBe(a?.container)
    expect([...(a?.siblings ?? [])]).toEqual(['a', 'b', 'q'])
    expect(a?.parentKey).toBe('p')
  })

  it('never reads a document type: nothing is expanded, nothing fetched', () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><x>&a;&b;</x>'
    expect(shown(bomb)).toEqual(['/x x=&a;&b;'])
  })

  it.each([
    ['cut', '<a><b>1</b><c>2'],
    ['cut', '<a b="1'],
    ['malformed', '<a><b>1</b></c>'],
    ['malformed', '<a><1/></a>'],
    [null, '<a/>'],
  ])('ends %s with %s', (end, text) => {
    expect(walked(text).end).toBe(end)
  })

  it('steps over what lies too deep, and returns from there', () => {
    const deep = 400
    const text = `<r>${'<d>'.repeat(deep)}x${'</d>'.repeat(deep)}<after>1</after></r>`
    expect(walked(text)).toMatchObject({ end: 'too-deep', leaves: [{ key: 'after', text: '1' }] })
  })

  it('takes long attributes and names in one pass', () => {
    const long = 'a'.repeat(2_000_000)
    expect(walked(`<x ${long}>1</x>`).leaves).toHaveLength(1)
    expect(walked(`<x y="${long}"/>`).leaves[0]?.text).toHaveLength(limits.leafChars)
    expect(walked(`<${long}>`).end).toBe('cut')
  })

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '/',
      '=',
      '"',
      "'",
      '&',
      ';',
      '!',
      '[',
      ']',
      '-',
      '?',
      'a',
      ' ',
      '&#x41;',
      '&#9999999;',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => void walked(parts.join(''))),
    )
  })
})
