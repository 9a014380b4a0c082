export { isAccepted } from './accepted.ts'
export { type CredentialKind, isSeenApiKey, presentedCredentials } from './credential.ts'
export { issuesCredentials } from './credential-issuers.ts'
export { createCredentialHashes, credentialOctets } from './credential-hashes.ts'
export {
  type Credential,
  createIdentifier,
  type Identifier,
  type Identity,
} from './identify.ts'
export {
  isCidr,
  type NetworkRule,
  type Networks,
  neighbourhood,
  parseAddress,
  parseNetworks,
} from './networks.ts'
export { isInside, placeOf } from './place.ts'
export type { Principal } from './principal.ts'
export { destinationService, type Placement, type ServiceName, sourceName } from './service.ts'
export type { SigV4Identity } from './sigv4.ts'
