import { allOf, type DoorCall, type FieldList, hostWithoutPort, listLookup } from '@weir/sensor'
import { type ForwardedCertificate, forwardedCertificate } from '../forwarded-certificate.ts'
import { type HeaderBlock, HeaderGatherer, readHeaderMap } from '../header-map.ts'
import type { EnvoyLimits } from '../limits.ts'
import type { WireReader } from '@weir/schema/protobuf'
import type { SocketEnd } from '../socket-address.ts'
import { type Tls, tlsFacts } from '../tls-facts.ts'
import type { Attributes } from './attributes.ts'
import { type ToldFacts, toldFacts } from './told-facts.ts'

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

export interface CallFacts {
  readonly attributes: Attributes
  readonly metadata: FieldList
  /** A proxy of ours wrote `x-forwarded-client-cert`. */
  readonly trustsForwardedCertificate: boolean
}

/** Reads the headers and end_of_stream of `HttpHeaders`. */
export function readHeaders(
  part: WireReader<Buffer>,
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
  const told = toldFacts(facts.metadata, facts.attributes)
  const { hash, spiffe } = certificateOf(block, told, facts.trustsForwardedCertificate)
  return {
    method,
    // CONNECT has an authority and no path.
    url: (pseudo.get(':path') ?? '/').slice(0, urlChars),
    authority: pseudo.get(':authority') ?? '',
    block,
    version: told.version,
    ts: told.ts,
    src: told.src,
    tls: tlsFacts({ ...told.tls, certificate: hash }),
    spiffe,
  }
}

/** What a decision is asked about. */
export function doorCall(
  { method, url, authority, block, src, tls, spiffe }: RequestSight,
  service: string | undefined,
): DoorCall {
  const certificate = tls?.client_cert ?? undefined
  return {
    request: { method, url, headers: listLookup(block.fields) },
    src: { ip: src.ip ?? '', ...(spiffe === undefined ? {} : { spiffe }) },
    ...(certificate === undefined ? {} : { tls: { client_cert: certificate } }),
    service: service ?? hostWithoutPort(authority),
  }
}

/** Of the connection's own certificate, or of the one a proxy before saw, where that may be believed. */
function certificateOf(
  { fields }: HeaderBlock,
  { tls, spiffe }: ToldFacts,
  trustsForwarded: boolean,
): ForwardedCertificate {
  if (tls.certificate !== undefined || !trustsForwarded) return { hash: tls.certificate, spiffe }
  return forwardedCertificate(allOf(fields, 'x-forwarded-client-cert')?.at(-1))
}
