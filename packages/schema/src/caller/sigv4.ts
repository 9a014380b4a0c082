import type { RequestMessage } from '../exchange.ts'

/** Who signed a request the AWS way (Signature Version 4, header or query form). */
export interface SigV4Identity {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  /** True for keys of a role session (`ASIA…`), which always come with a session token. */
  readonly temporary: boolean
}

const scope = /Credential=([A-Z0-9]{16,128})\/(\d{8})\/([\w-]{0,32})\/([\w-]{1,32})\/aws4_request/
const schemes = /^\s*AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256)\s/
const maxChars = 4_096

export function readSigV4(request: Pick<RequestMessage, 'url' | 'headers'>): SigV4Identity | null {
  const header = request.headers.get('authorization')?.find((value) => schemes.test(value))
  if (header !== undefined) return fromScope(header.slice(0, maxChars))
  const query = /[?&]X-Amz-Credential=([^&]{1,512})/i.exec(request.url.slice(0, 16 * maxChars))?.[1]
  return query === undefined ? null : fromScope(`Credential=${query.replace(/%2F/gi, '/')}`)
}

function fromScope(text: string): SigV4Identity | null {
  const match = scope.exec(text)
  if (match === null) return null
  const [, accessKeyId = '', date = '', region = '', service = ''] = match
  return { accessKeyId, date, region, service, temporary: accessKeyId.startsWith('ASIA') }
}
