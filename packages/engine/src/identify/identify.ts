import type { Exchange } from '@weir/schema'
import {
  type CredentialKind,
  clientAddress,
  type Networks,
  type PresentedCredential,
  presentedCredentials,
} from '@weir/schema/caller'
import type { KeyedHasher } from '../ports.ts'
import type { CredentialHashes } from './credential-hashes.ts'
import { type Principal, principalOf } from './principal.ts'

/** A credential as the rest of the engine knows it: by its keyed hash. */
export interface Credential {
  readonly kind: CredentialKind
  readonly hash: string
  /** SigV4 key of a role session: it lives for hours and belongs to one machine. */
  readonly temporary: boolean
}

/** Who made a request, from where, with what. */
export interface Identity {
  readonly principal: Principal | null
  readonly credentials: readonly Credential[]
  readonly clientAddress: string
  /** The key behaviour is watched under: principal, else credential, else client address. */
  readonly actor: string
  /** Service the SigV4 scope names, such as `s3`. */
  readonly signedFor: string | null
}

export interface Identifier {
  identify(exchange: Exchange): Identity
}

export function createIdentifier(
  networks: Networks,
  hashes: CredentialHashes,
  hasher: KeyedHasher,
): Identifier {
  return {
    identify: (exchange) => {
      const presented = presentedCredentials(exchange)
      const credentials = presented.map((one) => ({
        kind: one.kind,
        hash: hashes.of(one),
        temporary: one.sigv4?.temporary ?? false,
      }))
      const principal = principalFrom(presented, credentials)
      const address = clientAddress(exchange, networks)
      return {
        principal,
        credentials,
        clientAddress: address,
        actor: actorKey(principal, address, hasher),
        signedFor: presented.find((one) => one.sigv4 !== null)?.sigv4?.service ?? null,
      }
    },
  }
}

function principalFrom(
  presented: readonly PresentedCredential[],
  credentials: readonly Credential[],
): Principal | null {
  for (const one of presented) {
    const principal = principalOf(one)
    if (principal !== null) return principal
  }
  const [first] = credentials
  if (first === undefined) return null
  const kind = first.kind === 'sigv4' ? 'cloud-key' : 'credential'
  return { kind, id: first.hash, issuer: null, verified: false }
}

function actorKey(principal: Principal | null, address: string, hasher: KeyedHasher): string {
  if (principal === null) return `address:${address}`
  if (principal.kind === 'cloud-key' || principal.kind === 'credential') {
    return `${principal.kind}:${principal.id}`
  }
  return `${principal.kind}:${hasher.identifier(`${principal.issuer ?? ''}\n${principal.id}`)}`
}
