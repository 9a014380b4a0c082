import type { Payload } from '@weir/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readListing } from './listing.ts'

const encoder = new TextEncoder()

function payload(text: string): Payload {
  const body = encoder.encode(text)
  return { headers: new Map(), body, bodySize: body.length, truncated: false }
}

describe('reading a listing', () => {
  it('finds every key, whatever it is called', () => {
    const name = fc.string().map((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
    fc.assert(
      fc.property(fc.array(name, { maxLength: 50 }), (keys) => {
        const rows = keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`)
        const { keys: found } = readListing(
          payload(`<ListBucketResult>${rows.join('')}</ListBucketResult>`),
        )
        expect(found).toEqual(keys.map((key) => decoded(key)))
      }),
    )
  })
  it('never throws and never finds more than its limit, whatever comes', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('<Key>', '</Key>', '<KeyCount>9</KeyCount>', '</ListBucketResult>'),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { keys, unread } = readListing(payload(pieces.join('')))
        expect(keys.length).toBeLessThanOrEqual(10_000)
        expect(unread).toBeGreaterThanOrEqual(0)
      }),
    )
    const many = readListing(payload('<Key>a</Key>'.repeat(20_000)))
    expect(many.keys).toHaveLength(10_000)
  })
  it('counts what was cut off, and folders only where it was', () => {
    const head = '<ListBucketResult><KeyCount>1000</KeyCount><Contents><Key>a</Key></Contents>'
    expect(readListing(payload(head))).toEqual({ keys: ['a'], unread: 999 })
    expect(readListing(payload(`${head}</ListBucketResult>`)).unread).toBe(0)
  })
})

/** Lone surrogates do not survive UTF-8. */
function decoded(text: string): string {
  return new TextDecoder().decode(encoder.encode(text))
}
