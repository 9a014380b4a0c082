import { decodeBase64 } from '../base64.ts'
import { callerLimits } from './limits.ts'

/** What a JSON Web Token says of itself (RFC 7519). Nobody verified it: never more than a claim. */
export interface JwtClaims {
  readonly algorithm: string
  readonly keyId: string | null
  readonly issuer: string | null
  readonly subject: string | null
  readonly audience: readonly string[]
  readonly clientId: string | null
  readonly scopes: readonly string[]
  readonly tokenId: string | null
  readonly session: string | null
  /** Seconds since the Unix epoch. */
  readonly issuedAt: number | null
  readonly expiresAt: number | null
  /** Who acts for the subject (RFC 8693 §4.1), outermost first. */
  readonly actors: readonly string[]
}

const shape = /^[\w-]{2,}\.[\w-]{2,}\.[\w-]*$/
const decoder = new TextDecoder('utf-8', { fatal: true })

export function readJwt(token: string): JwtClaims | null {
  if (token.length > callerLimits.tokenChars || !token.startsWith('ey') || !shape.test(token))
    return null
  const [head = '', body = ''] = token.split('.')
  const header = readObject(head)
  const claims = readObject(body)
  const algorithm = text(header?.get('alg'))
  if (header === null || claims === null || algorithm === null) return null
  return {
    algorithm,
    keyId: text(header.get('kid')),
    issuer: text(claims.get('iss')),
    subject: text(claims.get('sub')),
    audience: texts(claims.get('aud')),
    clientId: text(claims.get('client_id')) ?? text(claims.get('azp')) ?? text(claims.get('cid')),
    scopes: scopesOf(claims),
    tokenId: text(claims.get('jti')),
    session: text(claims.get('sid')),
    issuedAt: seconds(claims.get('iat')),
    expiresAt: seconds(claims.get('exp')),
    actors: actorChain(claims.get('act')),
  }
}

type Members = ReadonlyMap<string, unknown>

function readObject(part: string): Members | null {
  const bytes = decodeBase64(part)
  if (bytes === null) return null
  try {
    return members(JSON.parse(decoder.decode(bytes)))
  } catch {
    return null
  }
}

function members(value: unknown): Members | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return new Map(Object.entries(value))
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, callerLimits.nameChars) : null
}

function texts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.slice(0, callerLimits.claimItems).flatMap((item) => text(item) ?? [])
}

function seconds(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function scopesOf(claims: Members): readonly string[] {
  const scope = claims.get('scope') ?? claims.get('scp')
  return typeof scope === 'string' ? texts(scope.split(' ', callerLimits.claimItems)) : texts(scope)
}

function actorChain(value: unknown): readonly string[] {
  const chain: string[] = []
  let actor = members(value)
  while (actor !== null && chain.length < callerLimits.claimItems) {
    chain.push(text(actor.get('sub')) ?? '')
    actor = members(actor.get('act'))
  }
  return chain
}
