import type { HeaderMap } from '@weir/schema'
import { type Leaf, memberPointer } from '../decode/index.ts'
import { limits } from '../limits.ts'

/**
 * Headers every exchange has and no developer chose, and those that carry the credential itself,
 * which `identify` reads and hashes.
 */
const plumbing = new Set(
  `accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-credentials
  access-control-allow-headers access-control-allow-methods access-control-allow-origin
  access-control-expose-headers access-control-max-age access-control-request-headers
  access-control-request-method age allow alt-svc authorization cache-control connection
  content-disposition content-encoding content-language content-length content-location content-range
  content-security-policy content-type cookie date dnt etag expect expires forwarded host if-match
  if-modified-since if-none-match if-range if-unmodified-since keep-alive last-modified max-forwards
  origin permissions-policy pragma priority proxy-authorization proxy-connection range referer
  referrer-policy retry-after server set-cookie strict-transport-security te traceparent tracestate
  trailer transfer-encoding upgrade upgrade-insecure-requests user-agent vary via warning
  www-authenticate x-amz-content-sha256 x-amz-date x-amz-security-token x-api-key x-auth-token
  x-content-type-options x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-proto
  x-frame-options x-powered-by x-real-ip x-request-id x-correlation-id x-xss-protection`.split(
    /\s+/,
  ),
)

/** Headers that intermediaries add: not by a caller's choice. */
const added =
  /^(?:x-(?:amzn?-|b3-|cloud-|datadog-|envoy-|forwarded-|github-|goog-|kong-|ms-|newrelic-|original-|real-)|cf-|cdn-|fly-|newrelic|b3$|tracestate|uber-trace-id|sentry-trace|baggage)/

export function isAddedHeader(name: string): boolean {
  return added.test(name)
}

/** Headers that may carry data, as leaves. */
export function headerLeaves(headers: HeaderMap): readonly Leaf[] {
  const leaves: Leaf[] = []
  for (const [name, values] of headers) {
    if (leaves.length >= limits.headers) break
    if (plumbing.has(name) || name.startsWith('sec-')) continue
    for (const value of values) leaves.push(leafOf(name.slice(0, limits.nameChars), value))
  }
  return leaves.slice(0, limits.headers)
}

function leafOf(name: string, value: string): Leaf {
  return {
    pointer: memberPointer('', name),
    path: name,
    key: name,
    parentKey: '',
    siblings: null,
    container: -1,
    containerPointer: '',
    kind: 'string',
    text: value.slice(0, limits.headerChars),
  }
}
