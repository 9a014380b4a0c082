import type { ExchangeLine } from '@weir/schema'
import {
  type BodyPart,
  type BodySight,
  bodyPart,
  type FieldList,
  fingerprintText,
  noBody,
} from '@weir/sensor'
import { parseHeaderBlock } from './header-block.ts'
import { ipText } from './ip-text.ts'
import type { HaproxyLimits } from './limits.ts'
import type { Transaction } from './open-exchanges.ts'
import { argOf, type Message } from './spop/notify.ts'
import { truthOf, numberOf, textOf } from './spop/typed-data.ts'

/** The messages of `weir-spoe.conf`. */
export const messageName = {
  request: 'weir-request',
  response: 'weir-response',
  /** A response a decision redacts; the answer is the body its client gets. */
  redact: 'weir-redact',
  /** Asks for a moment, so that the rest of a body can arrive; carries nothing. */
  pause: 'weir-pause',
} as const

type Tls = NonNullable<ExchangeLine['tls']>

/** A request as HAProxy told of it. */
export interface RequestFacts extends Transaction {
  /** Milliseconds since the Unix epoch. */
  readonly ts: number
  readonly method: string
  readonly url: string
  readonly version: string | undefined
  readonly headers: FieldList
  readonly body: BodyPart
  readonly src: { readonly ip: string | undefined; readonly port: number | undefined }
  readonly tls: Tls | undefined
  /** Bytes of HAProxy's message, which is about what keeping it costs. */
  readonly bytes: number
  /** Of each body, where a decision captures the exchange; else 0. */
  readonly captureBytes: number
}

export interface ResponseFacts extends Transaction {
  readonly ts: number
  readonly status: number
  readonly headers: FieldList
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

/** Null where a message says too little to be a request. */
export function requestFacts(
  message: Message,
  arrival: Arrival,
  limits: HaproxyLimits,
): RequestFacts | null {
  const method = textOf(argOf(message, 'method'))
  if (method === undefined || method === '' || method.length > 32) return null
  const headers = headersOf(message, limits)
  return {
    streamId: arrival.streamId,
    id: textOf(argOf(message, 'id')) ?? '',
    ts: timeOf(message, arrival),
    method,
    url: urlOf(textOf(argOf(message, 'path')), method).slice(0, limits.urlChars),
    version: textOf(argOf(message, 'version')),
    headers,
    body: kept(message, limits.bodyBytes),
    src: { ip: ipText(argOf(message, 'src')), port: numberOf(argOf(message, 'src-port')) },
    tls: tlsOf(message),
    bytes: arrival.bytes,
    captureBytes: 0,
  }
}

/** Null where a message says too little to be a response. */
export function responseFacts(
  message: Message,
  arrival: Arrival,
  limits: HaproxyLimits,
): ResponseFacts | null {
  const status = numberOf(argOf(message, 'status'))
  if (status === undefined || status < 0 || status > 999) return null
  return {
    streamId: arrival.streamId,
    id: textOf(argOf(message, 'id')) ?? '',
    ts: timeOf(message, arrival),
    status,
    headers: headersOf(message, limits),
    sight: bodySight(message),
    server: { ip: ipText(argOf(message, 'server')), port: numberOf(argOf(message, 'server-port')) },
  }
}

/** The same request, with as much of its body as a decision captures, and never less than is kept as usual. */
export function captured(
  request: RequestFacts,
  message: Message,
  captureBytes: number,
  { bodyBytes }: Pick<HaproxyLimits, 'bodyBytes'>,
): RequestFacts {
  return { ...request, captureBytes, body: kept(message, Math.max(captureBytes, bodyBytes)) }
}

/** In memory of its own: it waits for its response, and what HAProxy sent is not kept for so long. */
function kept(message: Message, bodyBytes: number): BodyPart {
  const part = bodyPart(bodySight(message), bodyBytes)
  return part.body === undefined ? part : { ...part, body: Buffer.from(part.body) }
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

/** HAProxy's own clock in microseconds, so that the delays of this process are not in the figure. */
function timeOf(message: Message, { at }: Arrival): number {
  const microseconds = numberOf(argOf(message, 'time'))
  return microseconds === undefined || microseconds <= 0 ? at : microseconds / 1_000
}

function headersOf(message: Message, { headerBytes }: HaproxyLimits): FieldList {
  return parseHeaderBlock((textOf(argOf(message, 'headers')) ?? '').slice(0, headerBytes))
}

function bodySight(message: Message): BodySight {
  const body = argOf(message, 'body')
  const bytes = body?.type === 'binary' ? body.value : nothing
  return {
    bytes,
    whole: truthOf(argOf(message, 'whole')),
    size: Math.max(0, numberOf(argOf(message, 'size')) ?? 0),
  }
}

const nothing = Buffer.alloc(0)

/** `OPTIONS *` and `CONNECT` have no path; they are the only ones. */
function urlOf(path: string | undefined, method: string): string {
  return path ?? (method === 'OPTIONS' ? '*' : '/')
}

function tlsOf(message: Message): Tls | undefined {
  const version = textOf(argOf(message, 'tls'))
  if (version === undefined || version === '') return undefined
  const certificate = argOf(message, 'certificate')
  return {
    version,
    sni: textOf(argOf(message, 'sni')) || undefined,
    alpn: textOf(argOf(message, 'alpn')) || undefined,
    client_cert:
      certificate?.type === 'binary' && certificate.value.length > 0
        ? fingerprintText(certificate.value.toString('hex'))
        : undefined,
  }
}
