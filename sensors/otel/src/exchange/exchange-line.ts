import { type HeaderFields, type SeenLine, toMicroseconds } from '@weir/sensor'
import type { OtelLimits } from '../limits.ts'
import type { Attributes } from '../telemetry/attributes.ts'
import type { TelemetryRecord } from '../telemetry/record.ts'
import { bodyOf } from './body-attributes.ts'
import { type Called, calledOf } from './called.ts'
import { fillIn, headersOf } from './header-attributes.ts'

export interface About {
  readonly id: string
  /** The name of what is watched, where the records do not say. */
  readonly service: string | undefined
  readonly limits: OtelLimits
}

const vantages = { server: 'server', client: 'client', log: 'gateway' } as const
/** Of `network.protocol.version` and the older `http.flavor`. */
const versions = new Map([
  ['2', '2.0'],
  ['3', '3.0'],
])
const nsPerMs = 1e6

/**
 * Puts a span of a server or client, or a log record about a call, into the form of `spec/exchange.md`; null where it
 * tells of no call.
 */
export function exchangeLine(record: TelemetryRecord, about: About): SeenLine | null {
  const { teller, attributes, startNs, endNs } = record
  if (teller === 'other' || startNs === 0n) return null
  const called = calledOf(attributes)
  if (called === null) return null
  return {
    id: about.id,
    ts: toMicroseconds(Number(startNs) / nsPerMs),
    duration_ms: endNs < startNs ? undefined : toMicroseconds(Number(endNs - startNs) / nsPerMs),
    vantage: vantages[teller],
    ...endsOf(record, called, about.service),
    req: {
      method: called.method,
      url: called.url.slice(0, about.limits.urlChars),
      version: versionOf(attributes),
      headers: requestHeaders(record, called, about.limits),
      ...bodyOf(attributes, 'request', about.limits.bodyBytes),
    },
    res: responseOf(attributes, called, about.limits),
  }
}

function responseOf(attributes: Attributes, called: Called, limits: OtelLimits): SeenLine['res'] {
  const headers = headersOf(attributes, 'response', limits.headerChars)
  const grpc = attributes.text('rpc.response.status_code', 'rpc.grpc.status_code')
  const status = attributes.count('http.response.status_code', 'http.status_code')
  if (called.isGrpc && grpc !== undefined) {
    // gRPC over HTTP/2 answers with 200 whatever came of the call.
    fillIn(headers, 'content-type', 'application/grpc')
    fillIn(headers, 'grpc-status', grpc)
    return { status: status ?? 200, headers }
  }
  if (status === undefined || status > 999) return null
  return { status, headers, ...bodyOf(attributes, 'response', limits.bodyBytes) }
}

function requestHeaders(record: TelemetryRecord, called: Called, limits: OtelLimits): HeaderFields {
  const { attributes, traceId, spanId, parentSpanId } = record
  const fields = headersOf(attributes, 'request', limits.headerChars)
  fillIn(fields, 'host', called.host)
  fillIn(fields, 'user-agent', attributes.text('user_agent.original', 'http.user_agent'))
  if (called.isGrpc) fillIn(fields, 'content-type', 'application/grpc')
  // What a client sent names its span; what a server got names the span of its caller (W3C Trace Context).
  const parent = record.teller === 'client' ? spanId : parentSpanId || spanId
  if (traceId !== '' && parent !== '') {
    fillIn(fields, 'traceparent', `00-${traceId}-${parent}-01`)
  }
  const peer = attributes.text('network.peer.address', 'net.sock.peer.addr')
  const client = attributes.text('client.address', 'http.client_ip')
  if (record.teller !== 'client' && peer !== client) fillIn(fields, 'x-forwarded-for', client)
  return fields
}

function endsOf(
  { teller, attributes, resource }: TelemetryRecord,
  { host, port }: Called,
  service: string | undefined,
): Pick<SeenLine, 'src' | 'dst'> {
  const own = resource.text('service.name') ?? service
  const peer = attributes.text('network.peer.address', 'net.sock.peer.addr', 'net.peer.ip')
  const peerPort = attributes.port('network.peer.port', 'net.sock.peer.port')
  const local = attributes.text('network.local.address', 'net.sock.host.addr', 'net.host.ip')
  const localPort = attributes.port('network.local.port', 'net.sock.host.port')
  if (teller === 'client') {
    const called = attributes.text('service.peer.name', 'peer.service')
    return {
      src: { ip: local, port: localPort, service: own },
      dst: { host, ip: peer, port: peerPort ?? port, service: called },
    }
  }
  const client = attributes.text('client.address', 'http.client_ip')
  return {
    src: { ip: peer ?? client, port: peerPort ?? attributes.port('client.port') },
    // A log may be that of a proxy, whose name is not that of what stands behind it.
    dst: { host, ip: local, port: localPort ?? port, service: teller === 'log' ? service : own },
  }
}

function versionOf(attributes: Attributes): string | undefined {
  const version = attributes.text('network.protocol.version', 'http.flavor')
  return version === undefined ? undefined : (versions.get(version) ?? version.slice(0, 16))
}
