import { decodeBase64 } from './base64.ts'
import type {
  DestinationEnd,
  Exchange,
  HeaderMap,
  Payload,
  RequestMessage,
  ResponseMessage,
  SourceEnd,
  TlsFacts,
} from './exchange.ts'
import { exchangeLine, type ParsedExchangeLine } from './exchange-line.ts'
import { failure, type Result, success } from './result.ts'

const encoder = new TextEncoder()
const empty = new Uint8Array(0)

/** Checks one parsed JSON value against the exchange line and turns it into an `Exchange`. */
export function decodeExchange(input: unknown): Result<Exchange> {
  const parsed = exchangeLine.safeParse(input)
  if (!parsed.success) return failure(describe(parsed.error.issues))
  const line = parsed.data
  const request = line.req ? requestOf(line.req) : null
  if (request === null && line.kind !== 'flow') return failure('req: expected an object')
  return success({
    kind: line.kind ?? 'http',
    ts: line.ts,
    src: sourceOf(line),
    dst: destinationOf(line),
    request,
    response: responseOf(line),
    ...present('id', idOf(line)),
    ...present('durationMs', line.duration_ms),
    ...present('sensor', line.sensor),
    ...present('vantage', line.vantage),
    ...present('conn', line.conn),
    ...present('via', line.via),
    ...present('tls', line.tls ? tlsOf(line.tls) : undefined),
  } satisfies Exchange)
}

function responseOf({ res }: ParsedExchangeLine): ResponseMessage | null {
  const status = res?.status ?? null
  return res && status !== null ? { status, ...payloadOf(res) } : null
}

function idOf(line: ParsedExchangeLine): string | undefined {
  const id = line.id ?? line.label?.id
  return id === undefined ? undefined : String(id)
}

function describe(
  issues: readonly { readonly path: PropertyKey[]; readonly message: string }[],
): string {
  const [first] = issues
  if (first === undefined) return 'not an exchange'
  return `${first.path.map(String).join('.') || 'line'}: ${first.message}`
}

/** Keeps absent and null out of the record: `exactOptionalPropertyTypes` tells them apart. */
function present<Key extends string, Value>(
  key: Key,
  value: Value | null | undefined,
): { readonly [name in Key]?: Value } {
  const record: { [name in Key]?: Value } = {}
  if (value !== null && value !== undefined) record[key] = value
  return record
}

function sourceOf(line: ParsedExchangeLine): SourceEnd {
  return {
    ip: line.src?.ip ?? '',
    ...present('port', line.src?.port),
    ...present('service', line.src?.service),
    ...present('spiffe', line.src?.spiffe),
  }
}

function destinationOf(line: ParsedExchangeLine): DestinationEnd {
  return {
    host: line.dst?.host ?? '',
    ...present('ip', line.dst?.ip),
    ...present('port', line.dst?.port),
    ...present('service', line.dst?.service),
  }
}

function tlsOf(tls: NonNullable<ParsedExchangeLine['tls']>): TlsFacts {
  return {
    ...present('sni', tls.sni),
    ...present('version', tls.version),
    ...present('alpn', tls.alpn),
    ...present('ja4', tls.ja4),
    ...present('client_cert', tls.client_cert),
  }
}

function requestOf(request: NonNullable<ParsedExchangeLine['req']>): RequestMessage {
  return {
    method: request.method.toUpperCase(),
    url: request.url,
    ...present('version', request.version),
    ...payloadOf(request),
  }
}

type MessageLine = NonNullable<ParsedExchangeLine['req']> | NonNullable<ParsedExchangeLine['res']>

function payloadOf(message: MessageLine): Payload {
  const body = bodyOf(message.body)
  return {
    headers: headerMap(message.headers ?? {}),
    body,
    bodySize: message.body_size ?? body.length,
    truncated: message.truncated ?? false,
  }
}

function bodyOf(body: MessageLine['body']): Uint8Array {
  if (body === null || body === undefined || body === '') return empty
  if (typeof body === 'string') return encoder.encode(body)
  return decodeBase64(body.b64) ?? empty
}

/** Header names are case-insensitive (RFC 9110 §5.1): one lower-case spelling, values in order. */
export function headerMap(
  headers: Readonly<Record<string, string | readonly string[]>>,
): HeaderMap {
  const map = new Map<string, readonly string[]>()
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase()
    map.set(key, [...(map.get(key) ?? []), ...(typeof value === 'string' ? [value] : value)])
  }
  return map
}
