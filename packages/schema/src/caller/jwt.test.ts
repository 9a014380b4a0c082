import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64Url } from '../base64.ts'
import { readJwt } from './jwt.ts'
import { callerLimits } from './limits.ts'

const encoder = new TextEncoder()

function token(header: unknown, claims: unknown): string {
  const part = (value: unknown): string => encodeBase64Url(encoder.encode(JSON.stringify(value)))
  return `${part(header)}.${part(claims)}.c2ln`
}

describe('reading a JSON Web Token', () => {
  it('takes the claims it knows and never says they are verified', () => {
    const claims = readJwt(
      token(
        { alg: 'RS256', kid: 'k1' },
        {
          iss: 'https://id.example',
          sub: 'u-1',
          aud: ['a', 'b'],
          scope: 'read write',
          exp: 2,
          act: { sub: 'svc', act: { sub: 'gw' } },
        },
      ),
    )
    expect(claims).toMatchObject({
      algorithm: 'RS256',
      issuer: 'https://id.example',
      subject: 'u-1',
      audience: ['a', 'b'],
      scopes: ['read', 'write'],
      expiresAt: 2,
      actors: ['svc', 'gw'],
    })
    expect(claims).not.toHaveProperty('verified')
  })
  it('refuses what only looks like one', () => {
    for (const text of [
      '',
      'a.b.c',
      'eyJ.e30.',
      token({}, {}),
      token({ alg: 1 }, {}),
      token([], {}),
      `${token({ alg: 'x' }, {})}.more`,
    ]) {
      expect(readJwt(text)).toBeNull()
    }
    expect(readJwt(token({ alg: 'x' }, { sub: 'y'.repeat(callerLimits.tokenChars) }))).toBeNull()
  })
  it('takes claims of wrong types as absent', () => {
    const claims = readJwt(
      token({ alg: 'none' }, { sub: 7, iss: {}, exp: 'soon', scope: [1, 'a'] }),
    )
    expect(claims).toMatchObject({ subject: null, issuer: null, expiresAt: null, scopes: ['a'] })
  })
  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (head, body) => {
        readJwt(`ey${head}.${body}.x`)
        readJwt(token(head, body))
      }),
    )
  })
})
