import type { Exchange } from '@weir/schema'
import type { Networks } from './networks.ts'

/**
 * The client's address: the right-most hop nobody of ours stands behind. Hops are what the sensor
 * saw (`src`, `via`) and, left of them, `X-Forwarded-For`, which counts only as far as the hop that
 * wrote it is ours: anybody may claim anything in it.
 */
export function clientAddress(exchange: Exchange, networks: Networks): string {
  const hops = [...forwardedFor(exchange), ...(exchange.via ?? []), exchange.src.ip]
  for (let at = hops.length - 1; at > 0; at -= 1) {
    const hop = hops[at] ?? ''
    const before = hops[at - 1] ?? ''
    if (!networks.isInternal(hop) || networks.zoneOf(before) === 'unknown') return hop
  }
  return hops[0] ?? ''
}

const maxHops = 16

function forwardedFor(exchange: Exchange): readonly string[] {
  const values = exchange.request?.headers.get('x-forwarded-for') ?? []
  if (values.length === 0) return []
  return values
    .join(',')
    .slice(-1_024)
    .split(',')
    .slice(-maxHops)
    .map((hop) => hop.trim().replace(/^\[?([^\]]*)\]?$/, '$1'))
    .map((hop) => hop.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1'))
}
