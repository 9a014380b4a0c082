import type { HeaderMap } from '../exchange.ts'
import { callerLimits } from './limits.ts'
import type { Networks } from './networks.ts'

/** A call and the addresses it came through: an exchange is one. */
export interface AddressedCall {
  readonly request: { readonly headers: HeaderMap } | null
  readonly src: { readonly ip: string }
  /** Addresses of the proxies the request came through, nearest last. */
  readonly via?: readonly string[]
}

/**
 * The client's address: the right-most hop nobody of ours stands behind. Hops are what the sensor
 * saw (`src`, `via`) and, left of them, `X-Forwarded-For`, which counts only as far as the hop that
 * wrote it is ours: anybody may claim anything in it.
 */
export function clientAddress(call: AddressedCall, networks: Networks): string {
  const hops = [...forwardedFor(call), ...(call.via ?? []), call.src.ip]
  for (let at = hops.length - 1; at > 0; at -= 1) {
    const hop = hops[at] ?? ''
    const before = hops[at - 1] ?? ''
    if (!networks.isInternal(hop) || networks.zoneOf(before) === 'unknown') return hop
  }
  return hops[0] ?? ''
}

function forwardedFor({ request }: AddressedCall): readonly string[] {
  const values = request?.headers.get('x-forwarded-for') ?? []
  if (values.length === 0) return []
  return values
    .join(',')
    .slice(-callerLimits.forwardedChars)
    .split(',')
    .slice(-callerLimits.hops)
    .map((hop) => hop.trim().replace(/^\[?([^\]]*)\]?$/, '$1'))
    .map((hop) => hop.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1'))
}
