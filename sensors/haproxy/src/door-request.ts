import { type DoorRequest, forwardedFor, hostOf } from '@weir/sensor'
import type { RequestFacts } from './message-facts.ts'

/** What a decision is asked about. */
export function doorRequest({ method, url, headers, src }: RequestFacts): DoorRequest {
  return { method, url, host: hostOf(headers), headers, ip: src.ip, via: forwardedFor(headers) }
}
