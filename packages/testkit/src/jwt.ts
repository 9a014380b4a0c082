import { createHmac } from 'node:crypto'

/** Claims of RFC 7519 §4.1 and whatever else an issuer adds. */
export type Claims = Readonly<Record<string, string | number | boolean | readonly string[]>>

const publicKey = 'a key for tests only'

/** Signs claims as a compact HS256 token, with a key everybody may know. */
export function jwt(claims: Claims, key = publicKey, keyId = 'test-1'): string {
  const head = encoded({ alg: 'HS256', typ: 'JWT', kid: keyId })
  const signed = `${head}.${encoded(claims)}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** The claims of a token that was signed with the key and has not ended; null for every other text. */
export function verifiedClaims(
  token: string,
  nowMs: number,
  key = publicKey,
): Readonly<Record<string, unknown>> | null {
  const [head = '', body = '', signed = ''] = token.split('.')
  if (createHmac('sha256', key).update(`${head}.${body}`).digest('base64url') !== signed)
    return null
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString())
  if (typeof claims !== 'object' || claims === null) return null
  const fields = { ...claims }
  return 'exp' in fields && Number(fields.exp) * 1_000 > nowMs ? fields : null
}
