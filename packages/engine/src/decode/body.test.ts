import type { Payload } from '@weir/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { decodeBody } from './body.ts'

const encoder = new TextEncoder()

function payload(body: string | Uint8Array, type: string, coding?: string): Payload {
  const bytes = typeof body === 'string' ? encoder.encode(body) : body
  const headers = new Map([['content-type', [type]]])
  if (coding !== undefined) headers.set('content-encoding', [coding])
  return { headers, body: bytes, bodySize: bytes.length, truncated: false }
}

describe('decoding a body', () => {
  it('reads JSON whatever its type says', () => {
    const decoded = decodeBody(payload('  {"a":1}', 'text/plain'))
    expect(decoded.format).toBe('json')
    expect(decoded.leaves.map((leaf) => leaf.pointer)).toEqual(['/a'])
  })
  it('reads newline-delimited JSON as one list', () => {
    const decoded = decodeBody(payload('{"a":1}\n{"a":2}\n\n{"a":3', 'application/x-ndjson'))
    expect(decoded.leaves.map((leaf) => `${leaf.pointer} ${leaf.path}`)).toEqual([
      '/0/a [].a',
      '/1/a [].a',
      '/3/a [].a',
    ])
    expect(decoded.stop).toBe('cut')
  })
  it('reads a form', () => {
    const decoded = decodeBody(payload('a=1&b=x+y%21&c', 'application/x-www-form-urlencoded'))
    expect(decoded.leaves.map((leaf) => `${leaf.pointer}=${leaf.text}`)).toEqual([
      '/a=1',
      '/b=x y!',
      '/c=',
    ])
  })
  it('reads text whole', () => {
    const decoded = decodeBody(payload('name,ssn\nJane,1', 'text/plain'))
    expect(decoded.leaves.map((leaf) => leaf.pointer)).toEqual([''])
  })
  it('reads what promised JSON and is none as text', () => {
    const decoded = decodeBody(payload('oops: not json', 'application/json'))
    expect(decoded).toMatchObject({ format: 'text', stop: 'malformed' })
    expect(decoded.leaves[0]?.text).toBe('oops: not json')
  })
  it('leaves binary and coded bodies alone and says so', () => {
    const bytes = Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0, 1, 2])
    expect(decodeBody(payload(bytes, 'application/octet-stream')).format).toBe('binary')
    expect(decodeBody(payload(bytes, 'application/pdf')).format).toBe('binary')
    expect(decodeBody(payload('{}', 'application/json', 'zstd')).format).toBe('encoded')
    expect(decodeBody(payload('', 'application/json')).format).toBe('empty')
  })
  it('reads invalid UTF-8 with replacement characters', () => {
    const bytes = Uint8Array.from([0x22, 0xff, 0xfe, 0x41, 0x22])
    expect(decodeBody(payload(bytes, 'application/json')).leaves[0]?.text).toBe('\ufffd\ufffdA')
  })
  it('walks a body of 64 MB to the limit and says that it stopped there', () => {
    const bytes = new Uint8Array(64 * 1024 * 1024).fill(0x61)
    bytes.set(encoder.encode('{"first":1,"text":"'))
    const decoded = decodeBody(payload(bytes, 'application/json'))
    expect(decoded).toMatchObject({ walkedBytes: limits.bodyBytes, stop: 'cut' })
    expect(decoded.leaves.map((leaf) => leaf.pointer)).toEqual(['/first'])
  })
  it('marks a body its sensor cut as read to the cut', () => {
    const cut = { ...payload('{"a":1,"b":', 'application/json'), truncated: true }
    expect(decodeBody(cut).stop).toBe('cut')
  })
  it('never throws, whatever the bytes', () => {
    const types = [
      'application/json',
      'text/plain',
      'application/x-ndjson',
      'a/b',
      'application/x-www-form-urlencoded',
    ]
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...types), (bytes, type) => {
        expect(decodeBody(payload(bytes, type)).leaves.length).toBeLessThanOrEqual(limits.leaves)
      }),
      { numRuns: 1_000 },
    )
  })
})
