import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64Url } from './base64.ts'

describe('base64', () => {
  it('agrees with the test vectors of RFC 4648', () => {
    const vectors = ['', 'Zg==', 'Zm8=', 'Zm9v', 'Zm9vYg==', 'Zm9vYmE=', 'Zm9vYmFy']
    const texts = vectors.map((one) => new TextDecoder().decode(decodeBase64(one) ?? undefined))
    expect(texts).toEqual(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'])
  })
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeBase64(encodeBase64Url(bytes))).toEqual(bytes)
      }),
    )
  })
  it('agrees with the platform on both alphabets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
        expect(encodeBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
      }),
    )
  })
  it('refuses what is not base64', () => {
    for (const text of ['*', 'a', 'Zm9v\n', 'Zg===', 'Zm=v', 'é'])
      expect(decodeBase64(text)).toBeNull()
  })
})
