/**
 * Keyed hashes of what must never be shown or stored: HMAC-SHA-256 cut to 128 bits, written
 * `<keyid>.<base64url>` (`spec/credential.md`). The engine has no cryptography of its own; whoever
 * holds the installation secret hands this in.
 */
export interface KeyedHasher {
  /** Hash of the octets `spec/credential.md` defines for a credential. */
  credential(octets: Uint8Array): string
  /** Hash of an identifier that is not a credential: a finding, an actor, a value. */
  identifier(text: string): string
}
