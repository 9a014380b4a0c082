import { type DoorCall, hostOf, listLookup } from '@weir/sensor'
import type { RequestFacts } from './message-facts.ts'

/** What a decision is asked about. */
export function doorCall(
  { method, url, headers, src, tls }: RequestFacts,
  service: string | undefined,
): DoorCall {
  const certificate = tls?.client_cert
  return {
    request: { method, url, headers: listLookup(headers) },
    src: { ip: src.ip ?? '' },
    ...(certificate === undefined || certificate === null
      ? {}
      : { tls: { client_cert: certificate } }),
    service: service ?? hostOf(headers),
  }
}
