import type { Random } from './random.ts'
import { scopeText, type SignableRequest, signature } from './sig-v4.ts'
import { isoSeconds } from './time.ts'

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
}

const region = 'us-east-1'
const signedHeaders = ['host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token']

/** The header fields of a Signature Version 4 request whose payload is not part of the signature. */
export function sigV4Headers(request: SignedRequest): Readonly<Record<string, string>> {
  const { credentials, ts, method, host, url } = request
  const stamp = isoSeconds(ts).replaceAll(/[-:]/g, '')
  const headers = {
    host,
    'x-amz-date': stamp,
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-amz-security-token': credentials.Token,
  }
  const scope = { stamp, region }
  const signed = signature(
    { method, url, headers },
    signedHeaders,
    scope,
    credentials.SecretAccessKey,
  )
  return {
    ...headers,
    authorization: [
      `AWS4-HMAC-SHA256 Credential=${credentials.AccessKeyId}/${scopeText(scope)}`,
      `SignedHeaders=${signedHeaders.join(';')}`,
      `Signature=${signed}`,
    ].join(', '),
  }
}

const authorizationForm =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/

export type SignatureCheck = 'ok' | 'AccessDenied' | 'InvalidAccessKeyId' | 'SignatureDoesNotMatch'

/** Checks a request against the credentials issued under its key id, as S3 would. */
export function checkSignature(
  request: SignableRequest,
  issued: (keyId: string) => SignedRequest['credentials'] | null,
): SignatureCheck {
  const match = authorizationForm.exec(request.headers['authorization'] ?? '')
  if (match === null) return 'AccessDenied'
  const [, keyId = '', signedRegion = '', names = '', claimed = ''] = match
  const credentials = issued(keyId)
  if (credentials === null) return 'InvalidAccessKeyId'
  if (request.headers['x-amz-security-token'] !== credentials.Token) return 'AccessDenied'
  const scope = { stamp: request.headers['x-amz-date'] ?? '', region: signedRegion }
  const right = signature(request, names.split(';'), scope, credentials.SecretAccessKey)
  return right === claimed ? 'ok' : 'SignatureDoesNotMatch'
}
