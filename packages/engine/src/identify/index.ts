export { isAccepted } from './accepted.ts'
export { issuesCredentials } from './credential-issuers.ts'
export { createCredentialHashes } from './credential-hashes.ts'
export {
  type Credential,
  createIdentifier,
  type Identifier,
  type Identity,
} from './identify.ts'
export { isInside, placeOf } from './place.ts'
export type { Principal } from './principal.ts'
export { destinationService, type Placement, type ServiceName, sourceName } from './service.ts'
