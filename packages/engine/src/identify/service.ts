import type { Exchange } from '@weir/schema'
import { limits } from '../limits.ts'
import { type Networks, parseAddress } from '@weir/schema/caller'

/** Whether a service is ours: decided by address where one is known, by name where it tells. */
export type Placement = 'internal' | 'external' | 'unknown'

/** The service a request went to. */
export interface ServiceName {
  readonly name: string
  readonly placement: Placement
}

const privateSuffix =
  /(?:^|\.)(?:internal|local|localhost|localdomain|lan|intranet|corp|home\.arpa|svc|cluster\.local|test)$/

/** Resolves the destination: the name somebody gave it, else the host asked for, else its address. */
export function destinationService(exchange: Exchange, networks: Networks): ServiceName {
  const { dst } = exchange
  const asked = dst.host === '' ? (exchange.request?.headers.get('host')?.[0] ?? '') : dst.host
  const host = bareHost(asked)
  const name = cut(dst.service ?? host) || addressName(exchange)
  return { name, placement: placementOf(dst.ip ?? host, host, networks) }
}

function addressName(exchange: Exchange): string {
  const ip = exchange.dst.ip ?? 'unknown'
  return exchange.dst.port === undefined ? ip : `${ip}:${exchange.dst.port}`
}

function placementOf(address: string, host: string, networks: Networks): Placement {
  if (parseAddress(address) !== null) return networks.isInternal(address) ? 'internal' : 'external'
  if (host === '' || privateSuffix.test(host) || !host.includes('.')) return 'internal'
  return 'unknown'
}

/** Host names compare without case, trailing dot and default port (RFC 9110 §4.2.3). */
function bareHost(host: string): string {
  const lower = cut(host).toLowerCase()
  const withoutPort = lower.replace(/^(\[[^\]]*\]|[^:]*):\d{1,5}$/, '$1')
  return withoutPort.endsWith('.') ? withoutPort.slice(0, -1) : withoutPort
}

/** The caller: its name, else its mTLS identity, else the zone it calls from. */
export function sourceName(exchange: Exchange, networks: Networks): string {
  const { service, spiffe, ip } = exchange.src
  const named = service ?? (spiffe === undefined ? undefined : spiffeService(spiffe))
  return cut(named ?? networks.zoneOf(ip))
}

/** The last path segment of a SPIFFE id names the workload: `spiffe://bank/ns/prod/sa/cards`. */
function spiffeService(spiffe: string): string {
  return spiffe.slice(spiffe.lastIndexOf('/') + 1) || spiffe
}

/** One line, bounded: names end up in keys, tables and documents. */
function cut(name: string): string {
  return name.slice(0, limits.nameChars).replace(/[\0-\x1f\x7f]/g, '')
}
