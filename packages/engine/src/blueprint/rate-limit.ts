import type { ResponseMessage } from '@weir/schema'

/**
 * Fields by which a service tells of its limit: draft-ietf-httpapi-ratelimit-headers, and the older names of
 * widespread services.
 */
const limitField = /^(?:x-)?rate-?limit(?:$|-)/

const tooManyRequests = 429

/** Whether an answer tells that somebody counts calls: 429 (RFC 6585 §4), or a field that names the limit. */
export function speaksOfLimit(response: ResponseMessage | null): boolean {
  if (response === null) return false
  if (response.status === tooManyRequests) return true
  for (const name of response.headers.keys()) if (limitField.test(name)) return true
  return false
}
