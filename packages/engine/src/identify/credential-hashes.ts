import { credentialOctets, type PresentedCredential } from '@weir/schema/caller'
import { hashHex, type HashSeed, hashText } from '../lib/sip-hash.ts'
import { limits } from '../limits.ts'
import type { KeyedHasher } from '../ports.ts'

/** Keyed hashes of credentials; an HMAC each is dear and most credentials come again. */
export interface CredentialHashes {
  of(credential: PresentedCredential): string
}

/**
 * Two generations of at most `limits.credentialCache` entries, so that memory is bounded and what is
 * in use stays. Keys are seeded hashes: the cache holds no credential in clear.
 */
export function createCredentialHashes(hasher: KeyedHasher, seed: HashSeed): CredentialHashes {
  let young = new Map<string, string>()
  let old = new Map<string, string>()
  return {
    of: (credential) => {
      const key = credential.kind + hashHex(hashText(credential.secret, seed))
      const known = young.get(key) ?? old.get(key)
      const hash = known ?? hasher.credential(credentialOctets(credential.kind, credential.secret))
      if (!young.has(key)) {
        if (young.size >= limits.credentialCache) {
          old = young
          young = new Map()
        }
        young.set(key, hash)
      }
      return hash
    },
  }
}
