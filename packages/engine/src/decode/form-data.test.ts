import type { Payload } from '@weir/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { decodeBody } from './body.ts'

const encoder = new TextEncoder()

function payload(body: string | Uint8Array, type = 'multipart/form-data; boundary=x--y'): Payload {
  const bytes = typeof body === 'string' ? encoder.encode(body) : body
  return {
    headers: new Map([['content-type', [type]]]),
    body: bytes,
    bodySize: bytes.length,
    truncated: false,
  }
}

const part = (headers: string, content: string): string =>
  `--x--y\r\n${headers}\r\n\r\n${content}\r\n`
const field = (name: string): string => `Content-Disposition: form-data; name="${name}"`

describe('multipart bodies', () => {
  it('reads fields, files that hold documents, and the names of other files', () => {
    const body = `${part(field('email'), 'ann@example.com')}${part(
      `${field('profile')}; filename="p.json"\r\nContent-Type: application/json`,
      '{"ssn":"536-90-4399"}',
    )}${part(`${field('photo')}; filename="Ännchen.png"\r\nContent-Type: image/png`, '\u0000\u0001')}${part(
      `${field('list')}; filename="l.csv"\r\nContent-Type: text/csv`,
      'iban\nDE1',
    )}--x--y--\r\n`
    const decoded = decodeBody(payload(body))
    expect(decoded).toMatchObject({ format: 'multipart', stop: null })
    expect(decoded.leaves.map(({ pointer, path, text }) => `${pointer} ${path}=${text}`)).toEqual([
      '/email email=ann@example.com',
      '/profile/filename profile.filename=p.json',
      '/profile/ssn profile.ssn=536-90-4399',
      '/photo/filename photo.filename=Ännchen.png',
      '/list/filename list.filename=l.csv',
      '/list/0/0 list[].iban=DE1',
    ])
  })

  it('numbers parts without names', () => {
    const body = `${part('Content-Type: application/json', '{"a":1}')}--x--y--`
    const { leaves } = decodeBody(payload(body, 'multipart/mixed; boundary="x--y"'))
    expect(leaves.map(({ pointer, path }) => `${pointer} ${path}`)).toEqual(['/0/a [].a'])
  })

  it('keeps what came before a cut, and content that only looks like a delimiter', () => {
    const { leaves, stop } = decodeBody(
      payload(`${part(field('a'), 'b --x--y c')}--x--y\r\n${field('b')}\r\n\r\nhal`),
    )
    expect(leaves.map(({ text }) => text)).toEqual(['b --x--y c', 'hal'])
    expect(stop).toBe('cut')
  })

  it('looks at no more parts than the limit', () => {
    const many = part(field('a'), '1').repeat(limits.parts + 5)
    expect(decodeBody(payload(`${many}--x--y--`)).leaves).toHaveLength(limits.parts)
  })

  it('calls a body without a boundary malformed', () => {
    expect(decodeBody(payload('hello', 'multipart/form-data')).stop).toBe('malformed')
  })

  it('never throws, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      '--x--y',
      '\r\n',
      '\n',
      '--',
      ':',
      ';',
      'name="',
      '"',
      'a',
      'Content-Disposition: form-data',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        expect(decodeBody(payload(parts.join(''))).leaves.length).toBeLessThanOrEqual(limits.leaves)
      }),
    )
  })
})
