import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardedCertificate, spiffeId } from './forwarded-certificate.ts'

describe('x-forwarded-client-cert', () => {
  it('is read from the element of the nearest proxy, whatever stands in quotes', () => {
    const text =
      'Hash=aa;URI=spiffe://a.test/old,By=spiffe://a.test/me;Hash=bb;Subject="CN=x, O=\\"y;z\\"";URI=spiffe://a.test/new;URI=spiffe://a.test/other'
    expect(forwardedCertificate(text)).toEqual({ hash: 'bb', spiffe: 'spiffe://a.test/new' })
  })

  it.each([undefined, '', 'Hash', ';;,', 'x'.repeat(10_000), '"', 'URI=https://a.test'])(
    'may say nothing: %s',
    (text) => {
      const { hash, spiffe } = forwardedCertificate(text)
      expect([hash ?? '', spiffe]).toEqual(['', undefined])
    },
  )

  it('may be any text: what is taken stands in it', () => {
    const part = fc.constantFrom('Hash=', 'URI=', 'spiffe://a', '"', '\\', ',', ';', '=', 'aa', ' ')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('')
        const { hash, spiffe } = forwardedCertificate(text)
        expect(text).toContain(hash ?? '')
        expect(text).toContain(spiffe ?? '')
      }),
    )
  })
})

describe('a SPIFFE id', () => {
  it.each(['spiffe://', 'https://a.test', 'spiffe://a b', undefined])('is not %s', (uri) => {
    expect(spiffeId(uri)).toBeUndefined()
  })
})
