import { createHmac } from 'node:crypto'
import { type Call, credentialOctets, presentedCredentials } from '@weir/schema/caller'
import type { CredentialKey } from '@weir/schema/decision'
import { Memo } from './memo.ts'

interface Key {
  readonly id: string
  readonly octets: Buffer
}

const tagOctets = 16
const longestRemembered = 4_096
/** Beside `authorization`, where a credential can stand (`spec/credential.md`). */
const otherPlaces = [
  'cookie',
  'x-api-key',
  'api-key',
  'apikey',
  'x-apikey',
  'x-auth-token',
  'x-access-token',
]

/** Hashes as `spec/credential.md` says, kept for credentials that come again. */
export class PresentedHashes {
  readonly #keys: readonly Key[]
  readonly #byHeader: Memo<readonly string[]>
  readonly #byCredential: Memo<readonly string[]>

  /** Remembers up to twice `most` credentials. */
  constructor(keys: readonly CredentialKey[], most: number) {
    this.#keys = keys.map(({ id, credential }) => ({
      id,
      octets: Buffer.from(credential, 'base64url'),
    }))
    this.#byHeader = new Memo(most, longestRemembered)
    this.#byCredential = new Memo(most, longestRemembered)
  }

  /** Of every credential the call presents, and of the principal a token or a user name claims. */
  of(call: Call): readonly string[] {
    const header = soleHeader(call)
    return header === null ? this.#read(call) : this.#byHeader.get(header, () => this.#read(call))
  }

  #read(call: Call): readonly string[] {
    return presentedCredentials(call).flatMap(({ kind, secret, jwt, user }) => {
      const own = this.#hashes(kind, secret)
      const name = jwt?.subject ?? jwt?.clientId ?? user
      if (name === null || name === undefined) return own
      return [...own, ...this.#hashes('principal', `${jwt?.issuer ?? ''}\0${name}`)]
    })
  }

  #hashes(kind: string, secret: string): readonly string[] {
    return this.#byCredential.get(`${kind}\0${secret}`, () =>
      this.#keys.map((key) => tagged(key, credentialOctets(kind, secret))),
    )
  }
}

/** What the name of each query parameter that may hold a credential ends with. */
const keyParameter = /(?:key|token|credential)=/i

/**
 * The one `authorization` of a call that presents nothing else: most calls are such. One that is
 * signed is a new one each time.
 */
function soleHeader({ request, tls, src }: Call): string | null {
  if (request === null || tls !== undefined || src.spiffe !== undefined) return null
  const { url, headers } = request
  const [first, second] = headers.get('authorization') ?? []
  if (first === undefined || second !== undefined || first.startsWith('AWS4')) return null
  if (keyParameter.test(url)) return null
  return otherPlaces.some((name) => headers.get(name)?.[0] !== undefined) ? null : first
}

function tagged({ id, octets }: Key, value: Uint8Array): string {
  const tag = createHmac('sha256', octets).update(value).digest().subarray(0, tagOctets)
  return `${id}.${tag.toString('base64url')}`
}
