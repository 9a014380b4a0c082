import { createHmac } from 'node:crypto'

/** Claims of RFC 7519 §4.1 and whatever else an issuer adds. */
export type Claims = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** Signs claims as a compact HS256 token, with a key everybody may know. */
export function jwt(claims: Claims, key = 'a key for tests only', keyId = 'test-1'): string {
  const head = encoded({ alg: 'HS256', typ: 'JWT', kid: keyId })
  const signed = `${head}.${encoded(claims)}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
