import type { ExchangeLine } from '@weir/schema'
import {
  type BodyPart,
  type BodySight,
  bodyPart,
  fingerprintText,
  type HeaderFields,
  noBody,
} from '@weir/sensor'
import { parseHeaderBlock } from './header-block.ts'
import { ipText } from './ip-text.ts'
import type { HaproxyLimits } from './limits.ts'
import type { Message } from './spop/notify.ts'
import { numberOf, textOf } from './spop/typed-data.ts'

/** The messages of `weir-spoe.conf`. */
export const messageName = {
  request: 'weir-request',
  response: 'weir-response',
  /** Asks for a moment, so that the rest of a body can arrive; carries nothing. */
  pause: 'weir-pause',
} as const

type Tls = NonNullable<ExchangeLine['tls']>

/** A request as HAProxy told of it. */
export interface RequestFacts {
  /** Names the transaction. */
  readonly key: string
  /** Milliseconds since the Unix epoch. */
  readonly ts: number
  readonly method: string
  readonly url: string
  readonly version: string | undefined
  readonly headers: HeaderFields
  readonly body: BodyPart
  readonly src: { readonly ip: string | undefined; readonly port: number | undefined }
  readonly tls: Tls | undefined
  /** Bytes of HAProxy's message, which is about what keeping it costs. */
  readonly bytes: number
}

export interface ResponseFacts {
  readonly key: string
  readonly ts: number
  readonly status: number
  readonly headers: HeaderFields
  readonly sight: BodySight
  readonly server: { readonly ip: string | undefined; readonly port: number | undefined }
}

/** What does not stand in a message itself. */
export interface Arrival {
  readonly streamId: number
  /** For a configuration that sends no time. */
  readonly at: number
  readonly bytes: number
}

type Args = Message['args']

/** Null where a message says too little to be a request. */
export function requestFacts(
  { args }: Message,
  arrival: Arrival,
  limits: HaproxyLimits,
): RequestFacts | null {
  const method = textOf(args.get('method'))
  if (method === undefined || method === '' || method.length > 32) return null
  const headers = headersOf(args, limits)
  return {
    key: keyOf(args, arrival),
    ts: timeOf(args, arrival),
    method,
    url: urlOf(textOf(args.get('path')), method).slice(0, limits.urlChars),
    version: textOf(args.get('version')),
    headers,
    body: bodyPart(bodySight(args), limits.bodyBytes),
    src: { ip: ipText(args.get('src')), port: numberOf(args.get('src-port')) },
    tls: tlsOf(args),
    bytes: arrival.bytes,
  }
}

/** Null where a message says too little to be a response. */
export function responseFacts(
  { args }: Message,
  arrival: Arrival,
  limits: HaproxyLimits,
): ResponseFacts | null {
  const status = numberOf(args.get('status'))
  if (status === undefined || status < 0 || status > 999) return null
  return {
    key: keyOf(args, arrival),
    ts: timeOf(args, arrival),
    status,
    headers: headersOf(args, limits),
    sight: bodySight(args),
    server: { ip: ipText(args.get('server')), port: numberOf(args.get('server-port')) },
  }
}

/** The body of a response, once the method of its request is known: RFC 9110 §6.4.1 says which have none. */
export function responseBody(
  { status, sight }: ResponseFacts,
  method: string,
  bodyBytes: number,
): BodyPart {
  const bodiless = method === 'HEAD' || status < 200 || status === 204 || status === 304
  return bodiless ? noBody : bodyPart(sight, bodyBytes)
}

/**
 * HAProxy's number of the stream, which no client can choose, and the unique id, which tells several HAProxys
 * apart. Both are the same in the request and the response of one transaction.
 */
function keyOf(args: Args, { streamId }: Arrival): string {
  return `${streamId} ${textOf(args.get('id')) ?? ''}`
}

/** HAProxy's own clock in microseconds, so that the delays of this process are not in the figure. */
function timeOf(args: Args, { at }: Arrival): number {
  const microseconds = numberOf(args.get('time'))
  return microseconds === undefined || microseconds <= 0 ? at : microseconds / 1_000
}

function headersOf(args: Args, { headerBytes }: HaproxyLimits): HeaderFields {
  return parseHeaderBlock((textOf(args.get('headers')) ?? '').slice(0, headerBytes))
}

function bodySight(args: Args): BodySight {
  const body = args.get('body')
  const bytes = body?.type === 'binary' ? body.value : nothing
  const whole = args.get('whole')
  return {
    bytes,
    whole: whole?.type === 'boolean' && whole.value,
    size: Math.max(0, numberOf(args.get('size')) ?? 0),
  }
}

const nothing = Buffer.alloc(0)

/** `OPTIONS *` and `CONNECT` have no path; they are the only ones. */
function urlOf(path: string | undefined, method: string): string {
  return path ?? (method === 'OPTIONS' ? '*' : '/')
}

function tlsOf(args: Args): Tls | undefined {
  const version = textOf(args.get('tls'))
  if (version === undefined || version === '') return undefined
  const certificate = args.get('certificate')
  return {
    version,
    sni: textOf(args.get('sni')) || undefined,
    alpn: textOf(args.get('alpn')) || undefined,
    client_cert:
      certificate?.type === 'binary' && certificate.value.length > 0
        ? fingerprintText(certificate.value.toString('hex'))
        : undefined,
  }
}
