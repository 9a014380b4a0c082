import { type BodyPart, type FieldList, hostWithoutPort } from '@weir/sensor'
import type { ExchangeFacts } from '../exchange-facts.ts'
import { HeaderGatherer } from '../header-map.ts'
import { becomesTunnel, isBodiless } from '../http-words.ts'
import type { EnvoyLimits } from '../limits.ts'
import type { WireReader } from '@weir/schema/protobuf'
import { type CommonFacts, readCommonFacts } from './common-facts.ts'
import {
  type LoggedRequest,
  type LoggedResponse,
  readLoggedRequest,
  readLoggedResponse,
} from './logged-messages.ts'

/** `HTTPAccessLogEntry.HTTPVersion`. */
const versions = new Map([
  [1, '1.0'],
  [2, '1.1'],
  [3, '2.0'],
  [4, '3.0'],
])

/**
 * Reads `data.accesslog.v3.HTTPAccessLogEntry`: common_properties=1, protocol_version=2, request=3, response=4. Null
 * for an entry that tells of no whole exchange.
 */
export function readLogEntry(
  entry: WireReader<Buffer>,
  bytes: number,
  limits: EnvoyLimits,
): ExchangeFacts | null {
  let common: CommonFacts | null = null
  let version: string | undefined
  let request: LoggedRequest | null = null
  const responseFields = new HeaderGatherer(limits.headerBytes)
  let response: LoggedResponse = { status: 0, bodyBytes: 0 }
  while (entry.next()) {
    if (entry.field === 1) common = readCommonFacts(entry.message())
    else if (entry.field === 2) version = versions.get(entry.number())
    else if (entry.field === 3) request = readLoggedRequest(entry.message(), limits)
    else if (entry.field === 4) response = readLoggedResponse(entry.message(), responseFields)
  }
  if (entry.failed || common === null || request === null || common.isIntermediate) return null
  const { fields } = responseFields.block
  return { ...facts(common, request, { ...response, fields }, version), bytes }
}

function facts(
  common: CommonFacts,
  request: LoggedRequest,
  response: LoggedResponse & { readonly fields: FieldList },
  version: string | undefined,
): Omit<ExchangeFacts, 'bytes'> {
  const { method, url, authority, fields, bodyBytes } = request
  const { status } = response
  const hasBody = !isBodiless(method, status) && !becomesTunnel(method, status)
  const body = unseenBody(hasBody ? response.bodyBytes : 0, common.isCutOff)
  return {
    ts: common.ts,
    durationMs: common.durationMs,
    src: common.src,
    spiffe: common.spiffe,
    upstream: common.upstream,
    tls: common.tls,
    host: hostWithoutPort(authority),
    request: { method, url, version, headers: fields, body: unseenBody(bodyBytes, false) },
    response: status === 0 ? null : { status, headers: response.fields, body },
  }
}

/** A log has sizes and no bodies. */
function unseenBody(size: number, isCutOff: boolean): BodyPart {
  return {
    body: undefined,
    body_size: size > 0 ? size : undefined,
    truncated: size > 0 || isCutOff || undefined,
  }
}
