import type { HeaderFields } from '@weir/sensor'
import { HeaderGatherer, readTextEntry } from '../header-map.ts'
import type { EnvoyLimits } from '../limits.ts'
import type { WireReader } from '../protobuf/wire-reader.ts'

/** `config.core.v3.RequestMethod`. */
const methods = [
  '',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
] as const
/** A method Envoy has no number for is missing in its log. */
const unnamedMethod = 'UNKNOWN'

export interface LoggedRequest {
  readonly method: string
  readonly url: string
  readonly authority: string
  readonly fields: HeaderFields
  readonly bodyBytes: number
}

export interface LoggedResponse {
  /** 0 where there was none. */
  readonly status: number
  readonly bodyBytes: number
}

/** Fields every entry has, under the names they had in the request. */
const ownFields = new Map([
  [3, 'host'],
  [6, 'user-agent'],
  [7, 'referer'],
  [8, 'x-forwarded-for'],
  [9, 'x-request-id'],
])

/**
 * `HTTPRequestProperties`: request_method=1, authority=3, path=5, original_path=10, request_body_bytes=12,
 * request_headers=13, and a few fields of their own.
 */
export function readLoggedRequest(
  request: WireReader,
  { headerBytes, urlChars }: EnvoyLimits,
): LoggedRequest {
  const named = new HeaderGatherer(headerBytes)
  const own = new Map<string, string>()
  let method = 0
  let path = ''
  let originalPath = ''
  let bodyBytes = 0
  while (request.next()) {
    const ownField = ownFields.get(request.field)
    if (ownField !== undefined) own.set(ownField, request.latin1())
    else if (request.field === 1) method = request.number()
    else if (request.field === 5) path = request.latin1()
    else if (request.field === 10) originalPath = request.latin1()
    else if (request.field === 12) bodyBytes = request.number()
    else if (request.field === 13) readTextEntry(request.message(), named)
  }
  const authority = own.get('host') ?? ''
  // What Envoy was told to log beside is the field itself; its own copies fill up.
  for (const [name, value] of own) {
    if (value !== '' && named.block.fields[name] === undefined) named.add(name, value)
  }
  return {
    method: methods[method] || unnamedMethod,
    url: (originalPath || path || '/').slice(0, urlChars),
    authority,
    fields: named.block.fields,
    bodyBytes,
  }
}

/** `HTTPResponseProperties`: response_code=1, response_body_bytes=3, response_headers=4, response_trailers=5. */
export function readLoggedResponse(response: WireReader, fields: HeaderGatherer): LoggedResponse {
  let status = 0
  let bodyBytes = 0
  while (response.next()) {
    if (response.field === 1) status = readWrapped(response.message())
    else if (response.field === 3) bodyBytes = response.number()
    else if (response.field === 4 || response.field === 5) {
      readTextEntry(response.message(), fields)
    }
  }
  return { status: status <= 999 ? status : 0, bodyBytes }
}

/** `google.protobuf.UInt32Value`. */
function readWrapped(wrapped: WireReader): number {
  let value = 0
  while (wrapped.next()) if (wrapped.field === 1) value = wrapped.number()
  return value
}
