import { limits } from '../limits.ts'
import type { PresentedCredential } from '@weir/schema/caller'

/** Who acts, as far as the credential says. */
export interface Principal {
  readonly kind: 'user' | 'service' | 'client' | 'cloud-key' | 'credential'
  /** Name within the issuer; the keyed hash where the only name is the credential itself. */
  readonly id: string
  readonly issuer: string | null
  /** True only once Weir has checked the signature; a claim alone never is. */
  readonly verified: boolean
}

/** The principal a credential names; null leaves it to the credential's hash. */
export function principalOf(credential: PresentedCredential): Principal | null {
  if (credential.kind === 'certificate') {
    const id = credential.secret.slice(0, limits.nameChars)
    return { kind: 'service', id, issuer: null, verified: false }
  }
  if (credential.user !== null && credential.user !== '') {
    return { kind: 'user', id: credential.user, issuer: null, verified: false }
  }
  return credential.jwt === null ? null : fromJwt(credential.jwt)
}

function fromJwt(jwt: NonNullable<PresentedCredential['jwt']>): Principal | null {
  const { subject, clientId, issuer } = jwt
  if (subject !== null) {
    const machine = subject === clientId || subject.startsWith('system:serviceaccount:')
    return { kind: machine ? 'service' : 'user', id: subject, issuer, verified: false }
  }
  return clientId === null ? null : { kind: 'client', id: clientId, issuer, verified: false }
}
