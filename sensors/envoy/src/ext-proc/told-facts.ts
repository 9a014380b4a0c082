import { type FieldList, firstOf } from '@weir/sensor'
import { spiffeId } from '../forwarded-certificate.ts'
import { versionOf } from '../http-words.ts'
import { type SocketEnd, socketEnd } from '../socket-address.ts'
import type { TlsSight } from '../tls-facts.ts'
import type { Attributes } from './attributes.ts'

/**
 * Fields Envoy adds to the call (`grpc_service.initial_metadata`), which costs it less than attributes do. The first
 * holds, separated by spaces: start time, protocol, direct remote address, version of TLS, fingerprint of the client's
 * certificate. None of these is text a client chooses; what is has a field of its own.
 */
export const metadataNames = {
  facts: 'weir',
  sni: 'weir-sni',
  spiffe: 'weir-spiffe',
  ja4: 'weir-ja4',
} as const

/** What Envoy says of a request beside the request itself; undefined is what it was not told to say. */
export interface ToldFacts {
  readonly ts: number | undefined
  readonly version: string | undefined
  /** Whoever holds the connection. */
  readonly src: SocketEnd
  readonly tls: TlsSight
  readonly spiffe: string | undefined
}

/** From the metadata, and from attributes where that says nothing. */
export function toldFacts(metadata: FieldList, attributes: Attributes): ToldFacts {
  const [time, protocol, peer, tlsVersion, certificate] =
    textOf(firstOf(metadata, metadataNames.facts))?.split(' ') ?? []
  const either = (told: string | undefined, attribute: string): string | undefined =>
    textOf(told) ?? attributes.get(attribute)
  const field = (name: string): string | undefined => textOf(firstOf(metadata, name))
  return {
    ts: secondsOf(time) ?? microsecondsOf(attributes.get('request.time')),
    version: versionOf(either(protocol, 'request.protocol')),
    src: socketEnd(either(peer, 'source.address')),
    tls: {
      version: either(tlsVersion, 'connection.tls_version'),
      sni: either(field(metadataNames.sni), 'connection.requested_server_name'),
      ja4: field(metadataNames.ja4),
      certificate: either(certificate, 'connection.sha256_peer_certificate_digest'),
    },
    spiffe: spiffeId(either(field(metadataNames.spiffe), 'connection.uri_san_peer_certificate')),
  }
}

/** `1795689767.280763`, in milliseconds. */
function secondsOf(time: string | undefined): number | undefined {
  return time !== undefined && /^\d{1,11}\.\d{6}$/.test(time)
    ? Math.round(Number(time) * 1e6) / 1e3
    : undefined
}

/** `2026-11-26T10:42:47.280763+00:00` in milliseconds; the platform's own reading stops at whole ones. */
function microsecondsOf(time: string | undefined): number | undefined {
  const [, whole = '', digits = '', zone = ''] =
    /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/.exec(time ?? '') ??
    []
  const seconds = Date.parse(`${whole}${zone}`)
  return Number.isNaN(seconds)
    ? undefined
    : seconds + Math.round(Number(`0.${digits}0`) * 1e6) / 1e3
}

/** Envoy says `-`, or nothing, for what it does not know. */
function textOf(value: string | undefined): string | undefined {
  return value === '' || value === '-' ? undefined : value
}
