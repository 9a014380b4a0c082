export { type AddressedCall, clientAddress } from './client-address.ts'
export type { HeaderLookup } from './header-lookup.ts'
export type { JwtClaims } from './jwt.ts'
export {
  isCidr,
  type Network,
  type NetworkRule,
  type Networks,
  neighbourhood,
  parseAddress,
  parseNetworks,
} from './networks.ts'
export { decodePercent } from './percent.ts'
export {
  type Call,
  type CredentialKind,
  credentialOctets,
  isSeenApiKey,
  type PresentedCredential,
  presentedCredentials,
} from './presented-credentials.ts'
export type { SigV4Identity } from './sigv4.ts'
