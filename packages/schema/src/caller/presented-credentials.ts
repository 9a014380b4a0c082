import { decodeBase64 } from '../base64.ts'
import type { TlsFacts } from '../exchange.ts'
import type { HeaderLookup } from './header-lookup.ts'
import { type JwtClaims, readJwt } from './jwt.ts'
import { callerLimits } from './limits.ts'
import { decodePercent } from './percent.ts'
import { readSigV4, type SigV4Identity } from './sigv4.ts'

export const credentialKinds = [
  'bearer',
  'basic',
  'api-key',
  'session',
  'sigv4',
  'certificate',
] as const

export type CredentialKind = (typeof credentialKinds)[number]

/** A credential as presented. `secret` holds it in clear and never leaves the memory of who reads it. */
export interface PresentedCredential {
  readonly kind: CredentialKind
  /** What is hashed for this credential: `spec/credential.md`. */
  readonly secret: string
  readonly jwt: JwtClaims | null
  readonly sigv4: SigV4Identity | null
  /** User name of Basic authentication. */
  readonly user: string | null
}

const apiKeyHeaders = [
  'x-api-key',
  'api-key',
  'apikey',
  'x-apikey',
  'x-auth-token',
  'x-access-token',
]

/** Whether a key in a header of this name is taken for a credential. */
export function isSeenApiKey(header: string): boolean {
  return apiKeyHeaders.includes(header.toLowerCase())
}

const apiKeyQuery = /[?&](?:api[_-]?key|apikey|access_token|auth_token)=([^&#]{8,4096})/i
const sessionCookie =
  /^(?:__(?:host|secure)-)?(?:.{0,32}sess(?:ion)?(?:[_.-]?id)?|[jp]sessionid|phpsessid|asp\.net_sessionid|connect\.sid|sid|auth(?:_?token)?|access_?token|remember_?token|laravel_session|_session)$/i

/** A request as far as it says who calls; a `Map` of header fields is a `HeaderLookup`. */
interface Request {
  readonly url: string
  readonly headers: HeaderLookup
}

/** What tells who calls: an exchange is one. */
export interface Call {
  readonly request: Request | null
  readonly tls?: Pick<TlsFacts, 'client_cert'>
  readonly src: { readonly spiffe?: string }
}

/** Every credential of a call, the one that says most about who acts first. */
export function presentedCredentials(call: Call): readonly PresentedCredential[] {
  const { request } = call
  const found: PresentedCredential[] = []
  if (request !== null) {
    found.push(...signed(request), ...authorization(request), ...apiKeys(request))
    found.push(...sessions(request))
  }
  const certificate = call.tls?.client_cert ?? call.src.spiffe
  if (certificate !== undefined && certificate !== '') found.push(plain('certificate', certificate))
  return found
}

function plain(kind: CredentialKind, secret: string): PresentedCredential {
  return { kind, secret, jwt: null, sigv4: null, user: null }
}

function signed(request: Request): PresentedCredential[] {
  const sigv4 = readSigV4(request)
  return sigv4 === null ? [] : [{ ...plain('sigv4', sigv4.accessKeyId), sigv4 }]
}

function authorization(request: Request): PresentedCredential[] {
  return (request.headers.get('authorization') ?? []).flatMap((value) => {
    const [scheme = '', token = ''] = splitScheme(value)
    switch (scheme.toLowerCase()) {
      case 'bearer':
      case 'dpop':
        return [bearer(token)]
      case 'basic':
        return basic(token)
      case 'token':
      case 'apikey':
      case 'api-key':
        return token === '' ? [] : [plain('api-key', token)]
      default:
        return token === '' && readJwt(scheme) !== null ? [bearer(scheme)] : []
    }
  })
}

function splitScheme(value: string): readonly string[] {
  const trimmed = value.slice(0, callerLimits.tokenChars).trim()
  const space = trimmed.indexOf(' ')
  return space === -1 ? [trimmed] : [trimmed.slice(0, space), trimmed.slice(space + 1).trim()]
}

function bearer(token: string): PresentedCredential {
  return { ...plain('bearer', token), jwt: readJwt(token) }
}

const decoder = new TextDecoder()

function basic(token: string): PresentedCredential[] {
  const bytes = decodeBase64(token)
  if (bytes === null) return []
  const pair = decoder.decode(bytes)
  const colon = pair.indexOf(':')
  if (colon === -1) return []
  return [{ ...plain('basic', pair), user: pair.slice(0, colon).slice(0, callerLimits.nameChars) }]
}

function apiKeys(request: Request): PresentedCredential[] {
  const found: PresentedCredential[] = []
  for (const name of apiKeyHeaders) {
    const value = request.headers.get(name)?.[0]?.trim() ?? ''
    if (value !== '')
      found.push(value.startsWith('ey') ? tokenOrKey(value) : plain('api-key', value))
  }
  const query = apiKeyQuery.exec(request.url.slice(0, callerLimits.urlChars))?.[1]
  if (query !== undefined) found.push(tokenOrKey(decodePercent(query, true)))
  return found
}

function tokenOrKey(value: string): PresentedCredential {
  const jwt = readJwt(value)
  return jwt === null ? plain('api-key', value) : { ...plain('bearer', value), jwt }
}

function sessions(request: Request): PresentedCredential[] {
  const found: PresentedCredential[] = []
  for (const header of request.headers.get('cookie') ?? []) {
    for (const pair of header
      .slice(0, callerLimits.tokenChars)
      .split(';')
      .slice(0, callerLimits.cookies)) {
      const equals = pair.indexOf('=')
      const name = pair.slice(0, Math.max(equals, 0)).trim()
      const value = pair.slice(equals + 1).trim()
      if (value.length >= 8 && sessionCookie.test(name)) found.push(sessionOf(name, value))
    }
  }
  return found
}

function sessionOf(name: string, value: string): PresentedCredential {
  return { ...plain('session', `${name}=${value}`), jwt: readJwt(value) }
}

const encoder = new TextEncoder()

/** The octets hashed for a credential: its kind, a zero octet, the credential (`spec/credential.md`). */
export function credentialOctets(kind: string, secret: string): Uint8Array {
  return encoder.encode(`${kind}\0${secret}`)
}
