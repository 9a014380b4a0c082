import { createHash, createHmac } from 'node:crypto'

/** What a Signature Version 4 covers of a request. */
export interface SignableRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

/** Date, region and service a signature is good for: `20260303/us-east-1/s3/aws4_request`. */
export interface SignatureScope {
  /** `20260303T120000Z`. */
  readonly stamp: string
  readonly region: string
}

/** The signature of AWS Signature Version 4 for S3, over the named header fields. */
export function signature(
  request: SignableRequest,
  signedHeaders: readonly string[],
  scope: SignatureScope,
  secret: string,
): string {
  const credentialScope = scopeText(scope)
  const text = [
    'AWS4-HMAC-SHA256',
    scope.stamp,
    credentialScope,
    createHash('sha256').update(canonicalRequest(request, signedHeaders)).digest('hex'),
  ].join('\n')
  const key = credentialScope
    .split('/')
    .reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}

export function scopeText({ stamp, region }: SignatureScope): string {
  return `${stamp.slice(0, 8)}/${region}/s3/aws4_request`
}

function canonicalRequest(request: SignableRequest, signedHeaders: readonly string[]): string {
  const [path = '/', query = ''] = request.url.split('?')
  return [
    request.method,
    path.split('/').map(canonicalText).join('/'),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim()}`),
    '',
    signedHeaders.join(';'),
    request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
  ].join('\n')
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      const [name, value] = at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      return `${canonicalText(name)}=${canonicalText(value)}`
    })
    .toSorted()
    .join('&')
}

/** Percent-encodes everything but unreserved characters (RFC 3986 §2.3), whatever was encoded before. */
function canonicalText(text: string): string {
  return encodeURIComponent(decoded(text)).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
