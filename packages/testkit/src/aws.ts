import { createHmac } from 'node:crypto'
import { isoSeconds } from './time.ts'
import type { Random } from './random.ts'

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Temporary credentials of a role, in the shape the metadata service answers with. */
export interface RoleCredentials {
  readonly Code: 'Success'
  readonly LastUpdated: string
  readonly Type: 'AWS-HMAC'
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly Token: string
  readonly Expiration: string
}

/** Makes well-formed credentials up: every key carries the word EXAMPLE. */
export function roleCredentials(
  random: Random,
  issuedAt: number,
  lifeMs = 6 * 3_600_000,
): RoleCredentials {
  return {
    Code: 'Success',
    LastUpdated: isoSeconds(issuedAt),
    Type: 'AWS-HMAC',
    AccessKeyId: `ASIA${random.text(base32, 9)}EXAMPLE`,
    SecretAccessKey: `${random.text(base64, 30)}EXAMPLEKEY`,
    Token: `IQoJb3JpZ2luX2Vj${random.text(base64, 340)}EXAMPLE==`,
    Expiration: isoSeconds(issuedAt + lifeMs),
  }
}

export interface SignedRequest {
  readonly credentials: Pick<RoleCredentials, 'AccessKeyId' | 'SecretAccessKey' | 'Token'>
  readonly ts: number
  readonly method: string
  readonly host: string
  readonly url: string
  readonly region?: string
}

/**
 * The header fields of a Signature Version 4 request. The signature has the right form and depends on
 * the request, but the payload is `UNSIGNED-PAYLOAD` and nobody is meant to verify it.
 */
export function sigV4Headers(request: SignedRequest): Readonly<Record<string, string>> {
  const { credentials, ts, method, host, url, region = 'us-east-1' } = request
  const stamp = isoSeconds(ts).replaceAll(/[-:]/g, '')
  const scope = `${stamp.slice(0, 8)}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', stamp, scope, method, host, url].join('\n')
  const signature = createHmac('sha256', credentials.SecretAccessKey).update(text).digest('hex')
  return {
    host,
    'x-amz-date': stamp,
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-amz-security-token': credentials.Token,
    authorization: [
      `AWS4-HMAC-SHA256 Credential=${credentials.AccessKeyId}/${scope}`,
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token',
      `Signature=${signature}`,
    ].join(', '),
  }
}
