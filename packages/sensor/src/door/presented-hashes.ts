import { createHmac } from 'node:crypto'
import { type Call, credentialOctets, presentedCredentials } from '@weir/schema/caller'
import type { CredentialKey } from '@weir/schema/decision'

interface Key {
  readonly id: string
  readonly octets: Buffer
}

const tagOctets = 16

/** Hashes as `spec/credential.md` says, kept for credentials that come again. */
export class PresentedHashes {
  readonly #keys: readonly Key[]
  readonly #most: number
  #young = new Map<string, readonly string[]>()
  #old = new Map<string, readonly string[]>()

  /** Remembers up to twice `most` credentials. */
  constructor(keys: readonly CredentialKey[], most: number) {
    this.#keys = keys.map(({ id, credential }) => ({
      id,
      octets: Buffer.from(credential, 'base64url'),
    }))
    this.#most = most
  }

  /** Of every credential the call presents, and of the principal a token or a user name claims. */
  of(call: Call): readonly string[] {
    return presentedCredentials(call).flatMap(({ kind, secret, jwt, user }) => {
      const own = this.#hashes(kind, secret)
      const name = jwt?.subject ?? jwt?.clientId ?? user
      if (name === null || name === undefined) return own
      return [...own, ...this.#hashes('principal', `${jwt?.issuer ?? ''}\0${name}`)]
    })
  }

  #hashes(kind: string, secret: string): readonly string[] {
    const name = `${kind}\0${secret}`
    const known = this.#young.get(name) ?? this.#old.get(name)
    const hashes = known ?? this.#keys.map((key) => tagged(key, credentialOctets(kind, secret)))
    if (!this.#young.has(name)) {
      if (this.#young.size >= this.#most) {
        this.#old = this.#young
        this.#young = new Map()
      }
      this.#young.set(name, hashes)
    }
    return hashes
  }
}

function tagged({ id, octets }: Key, value: Uint8Array): string {
  const tag = createHmac('sha256', octets).update(value).digest().subarray(0, tagOctets)
  return `${id}.${tag.toString('base64url')}`
}
