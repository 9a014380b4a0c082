import { type DoorCall, hostWithoutPort, listLookup } from '@weir/sensor'
import { HeaderGatherer, readHeaderMap, readTextEntry } from '../header-map.ts'
import type { EnvoyLimits } from '../limits.ts'
import { WireReader } from '@weir/schema/protobuf'
import { readAddress } from '../socket-address.ts'
import { latin1 } from '../latin1.ts'

interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly host: string
}

/** Reads `service.auth.v3.CheckRequest`: attributes=1 of source=1 and request=4; null where it is none. */
export function readCheckRequest(
  bytes: Buffer,
  limits: EnvoyLimits,
  service: string | undefined,
): DoorCall | null {
  const reader = new WireReader(bytes)
  const gatherer = new HeaderGatherer(limits.headerBytes)
  let request: HttpRequest | null = null
  let ip: string | undefined
  while (reader.next()) {
    if (reader.field !== 1) continue
    const attributes = reader.message()
    while (attributes.next()) {
      if (attributes.field === 1) ip = readPeer(attributes.message())
      else if (attributes.field === 4) request = readRequest(attributes.message(), gatherer)
    }
  }
  if (reader.failed || request === null || request.method === '') return null
  const { fields } = gatherer.block
  return {
    request: {
      method: request.method,
      url: request.path.slice(0, limits.urlChars),
      headers: listLookup(fields),
    },
    src: { ip: ip ?? '' },
    service: service ?? hostWithoutPort(request.host),
  }
}

/** `AttributeContext.Peer`: address=1. */
function readPeer(peer: WireReader<Buffer>): string | undefined {
  let ip: string | undefined
  while (peer.next()) if (peer.field === 1) ip = readAddress(peer.message()).ip
  return ip
}

/** `AttributeContext.Request`: http=2. */
function readRequest(request: WireReader<Buffer>, gatherer: HeaderGatherer): HttpRequest | null {
  let http: HttpRequest | null = null
  while (request.next()) if (request.field === 2) http = readHttp(request.message(), gatherer)
  return http
}

/** `HttpRequest`: method=2, headers=3 or header_map=13, path=4 with the query, host=5. */
function readHttp(http: WireReader<Buffer>, gatherer: HeaderGatherer): HttpRequest {
  let method = ''
  let path = ''
  let host = ''
  while (http.next()) {
    if (http.field === 2) method = http.text(latin1)
    else if (http.field === 3) readTextEntry(http.message(), gatherer)
    else if (http.field === 4) path = http.text(latin1)
    else if (http.field === 5) host = http.text(latin1)
    else if (http.field === 13) readHeaderMap(http.message(), gatherer)
  }
  return { method, path, host }
}
