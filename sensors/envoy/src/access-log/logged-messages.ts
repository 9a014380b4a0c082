import { type FieldList, firstOf } from '@weir/sensor'
import { HeaderGatherer, readTextEntry } from '../header-map.ts'
import type { EnvoyLimits } from '../limits.ts'
import type { WireReader } from '@weir/schema/protobuf'
import { latin1 } from '../latin1.ts'

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
  readonly fields: FieldList
  readonly bodyBytes: number
}

export interface LoggedResponse {
  /** 0 where there was none. */
  readonly status: number
  readonly bodyBytes: number
}

/** `HTTPRequestProperties`, by the numbers of its fields. */
const field = {
  method: 1,
  authority: 3,
  path: 5,
  originalPath: 10,
  bodyBytes: 12,
  headers: 13,
} as const
const numberFields: ReadonlySet<number> = new Set([field.method, field.bodyBytes])

/** Fields every entry has, under the names they had in the request. */
const ownFields = new Map<number, string>([
  [field.authority, 'host'],
  [6, 'user-agent'],
  [7, 'referer'],
  [8, 'x-forwarded-for'],
  [9, 'x-request-id'],
])
const textFields: ReadonlySet<number> = new Set([
  ...ownFields.keys(),
  field.path,
  field.originalPath,
])

export function readLoggedRequest(
  request: WireReader<Buffer>,
  { headerBytes, urlChars }: EnvoyLimits,
): LoggedRequest {
  const headers = new HeaderGatherer(headerBytes)
  const texts = new Map<number, string>()
  const numbers = new Map<number, number>()
  while (request.next()) {
    if (textFields.has(request.field)) texts.set(request.field, request.text(latin1))
    else if (numberFields.has(request.field)) numbers.set(request.field, request.number())
    else if (request.field === field.headers) readTextEntry(request.message(), headers)
  }
  addOwnFields(texts, headers)
  const url = texts.get(field.originalPath) || texts.get(field.path) || '/'
  return {
    method: methods[numbers.get(field.method) ?? 0] || unnamedMethod,
    url: url.slice(0, urlChars),
    authority: texts.get(field.authority) ?? '',
    fields: headers.block.fields,
    bodyBytes: numbers.get(field.bodyBytes) ?? 0,
  }
}

/** What Envoy was told to log beside is the field itself; its own copies fill up. */
function addOwnFields(texts: ReadonlyMap<number, string>, headers: HeaderGatherer): void {
  const { fields } = headers.block
  for (const [number, name] of ownFields) {
    const value = texts.get(number)
    if (value && firstOf(fields, name) === undefined) headers.add(name, value)
  }
}

/** `HTTPResponseProperties`: response_code=1, response_body_bytes=3, response_headers=4, response_trailers=5. */
export function readLoggedResponse(
  response: WireReader<Buffer>,
  fields: HeaderGatherer,
): LoggedResponse {
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
function readWrapped(wrapped: WireReader<Buffer>): number {
  let value = 0
  while (wrapped.next()) if (wrapped.field === 1) value = wrapped.number()
  return value
}
