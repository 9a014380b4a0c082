import { type DoorRequest, forwardedFor, hostWithoutPort, valuesOf } from '@weir/sensor'
import type { IncomingHttpHeaders } from 'node:http2'
import { forwardedCertificate, spiffeId } from '../forwarded-certificate.ts'
import { type HeaderBlock, HeaderGatherer, readHeaderMap } from '../header-map.ts'
import { versionOf } from '../http-words.ts'
import type { EnvoyLimits } from '../limits.ts'
import type { WireReader } from '../protobuf/wire-reader.ts'
import { type SocketEnd, socketEnd } from '../socket-address.ts'
import { type Tls, tlsFacts } from '../tls-facts.ts'
import type { Attributes } from './attributes.ts'

/** The head of a request, as ext_proc tells of it. */
export interface RequestSight {
  readonly method: string
  readonly url: string
  readonly authority: string
  readonly block: HeaderBlock
  readonly version: string | undefined
  /** Envoy's own clock, undefined where it was not told. */
  readonly ts: number | undefined
  readonly src: SocketEnd
  readonly tls: Tls | undefined
  readonly spiffe: string | undefined
}

/** Fields Envoy adds to the call itself: `grpc_service.initial_metadata`. */
export const metadataNames = { peer: 'weir-peer', ja4: 'weir-ja4' } as const

export interface CallFacts {
  readonly attributes: Attributes
  readonly metadata: IncomingHttpHeaders
  /** A proxy of ours wrote `x-forwarded-client-cert`. */
  readonly trustsForwardedCertificate: boolean
}

/** Reads the headers and end_of_stream of `HttpHeaders`. */
export function readHeaders(
  part: WireReader,
  { headerBytes }: EnvoyLimits,
): { readonly block: HeaderBlock; readonly isEnd: boolean } {
  const gatherer = new HeaderGatherer(headerBytes)
  let isEnd = false
  while (part.next()) {
    if (part.field === 1) readHeaderMap(part.message(), gatherer)
    else if (part.field === 3) isEnd = part.truth()
  }
  return { block: gatherer.block, isEnd }
}

/** Null where the block is not that of a request. */
export function requestSight(
  block: HeaderBlock,
  facts: CallFacts,
  { urlChars }: EnvoyLimits,
): RequestSight | null {
  const { pseudo } = block
  const method = pseudo.get(':method') ?? ''
  if (method === '' || method.length > 32) return null
  const { attributes, metadata } = facts
  const certificate = certificateOf(block, facts)
  return {
    method,
    // CONNECT has an authority and no path.
    url: (pseudo.get(':path') ?? '/').slice(0, urlChars),
    authority: pseudo.get(':authority') ?? '',
    block,
    version: versionOf(attributes.get('request.protocol')),
    ts: microsecondsOf(attributes.get('request.time')),
    src: socketEnd(textOf(metadata[metadataNames.peer]) ?? attributes.get('source.address')),
    tls: tlsFacts({
      version: attributes.get('connection.tls_version'),
      sni: attributes.get('connection.requested_server_name'),
      ja4: textOf(metadata[metadataNames.ja4]),
      certificate: certificate.hash,
    }),
    spiffe: certificate.spiffe,
  }
}

/** What a decision is asked about. */
export function doorRequest({ method, url, authority, block, src }: RequestSight): DoorRequest {
  const host = hostWithoutPort(authority)
  return { method, url, host, headers: block.fields, ip: src.ip, via: forwardedFor(block.fields) }
}

function certificateOf(
  { fields }: HeaderBlock,
  { attributes, trustsForwardedCertificate }: CallFacts,
): { readonly hash: string | undefined; readonly spiffe: string | undefined } {
  const hash = attributes.get('connection.sha256_peer_certificate_digest')
  if (hash !== undefined || !trustsForwardedCertificate) {
    return { hash, spiffe: spiffeId(attributes.get('connection.uri_san_peer_certificate')) }
  }
  return forwardedCertificate(valuesOf(fields, 'x-forwarded-client-cert').at(-1))
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

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '-' ? value : undefined
}
