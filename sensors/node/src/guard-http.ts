import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import {
  type Door,
  type DoorCall,
  hostWithoutPort,
  type Pass,
  pass,
  type Refusal,
} from '@weir/sensor'
import { holdResponse } from './redact-response.ts'
import { type Restore, replaceMethod } from './replace-method.ts'
import { socketFacts } from './socket-facts.ts'

/** What every request of a server of this process passes first; the host's own listeners hear only of what may pass. */
export function guardHttp(
  { decide, passedOver }: Pick<Door, 'decide' | 'passedOver'>,
  service: string | undefined,
  widen: Widen = () => undefined,
): Restore {
  const restores = [http.Server.prototype, https.Server.prototype].map((owner) =>
    replaceMethod(
      owner,
      'emit',
      (original) =>
        function (...args) {
          const [event, request, answer] = args
          if (!isGuarded(event) || !(request instanceof http.IncomingMessage)) {
            return Reflect.apply(original, this, args)
          }
          const verdict = decide(callOf(request, service))
          if (verdict.kind === 'deny' && refuse(request, answer, verdict)) return true
          // A tag is Weir's alone to give.
          if (valuesOf(request, tagField) !== undefined) delete request.headers[tagField]
          if (verdict.kind === 'allow' && verdict !== pass) {
            change(verdict, request, answer, { widen, passedOver })
          }
          return Reflect.apply(original, this, args)
        },
    ),
  )
  return () => {
    for (const restore of restores) restore()
  }
}

interface Means {
  readonly widen: Widen
  readonly passedOver: () => void
}

/** What lets a request pass and yet changes something. */
function change(
  { captureBytes, tag, redact }: Pass,
  request: http.IncomingMessage,
  answer: unknown,
  { widen, passedOver }: Means,
): void {
  if (captureBytes > 0 && isObject(answer)) widen(answer, captureBytes)
  if (tag !== null) request.headers[tagField] = tag
  if (redact.length === 0 || !isResponse(answer)) return
  // What is coded cannot be read.
  request.headers['accept-encoding'] = 'identity'
  holdResponse(answer, redact, passedOver)
}

/** Keeps so many bytes of each body of the exchange this is the answer of. */
export type Widen = (answer: object, bodyBytes: number) => void

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isResponse(value: unknown): value is http.ServerResponse {
  return value instanceof http.ServerResponse
}

const tagField = 'weir-tag'
const guarded: ReadonlySet<unknown> = new Set([
  'request',
  'checkContinue',
  'checkExpectation',
  'upgrade',
  'connect',
])

function isGuarded(event: unknown): boolean {
  return guarded.has(event)
}

function callOf(request: http.IncomingMessage, service: string | undefined): DoorCall {
  const { remote, tls } = socketFacts(request.socket)
  const certificate = tls?.client_cert
  return {
    request: {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: {
        get: (name) => valuesOf(request, name),
      },
    },
    src: { ip: remote.ip ?? '' },
    ...(certificate === undefined || certificate === null
      ? {}
      : { tls: { client_cert: certificate } }),
    service: service ?? hostWithoutPort(request.headers.host ?? ''),
  }
}

/**
 * From the raw header, which keeps what Node joins or leaves out: a second `authorization`, for one. And a request that
 * passes need not have its `headers` made.
 */
function valuesOf(
  { rawHeaders }: http.IncomingMessage,
  name: string,
): readonly string[] | undefined {
  let values: string[] | undefined
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const field = rawHeaders[at] ?? ''
    if (field.length !== name.length || field.toLowerCase() !== name) continue
    const value = rawHeaders[at + 1] ?? ''
    if (values === undefined) values = [value]
    else values.push(value)
  }
  return values
}

/** False where there is nothing to answer with. */
function refuse(request: http.IncomingMessage, answer: unknown, refusal: Refusal): boolean {
  if (answer instanceof http.ServerResponse) {
    answer.writeHead(refusal.status, {
      ...refusal.headers,
      'content-length': Buffer.byteLength(refusal.body),
    })
    answer.end(request.method === 'HEAD' ? undefined : refusal.body)
    return true
  }
  if (!isSocket(answer)) return false
  const fields = Object.entries(refusal.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const reason = http.STATUS_CODES[refusal.status] ?? 'Refused'
  const length = `content-length: ${Buffer.byteLength(refusal.body)}\r\nconnection: close\r\n\r\n`
  answer.end(`HTTP/1.1 ${refusal.status} ${reason}\r\n${fields.join('')}${length}${refusal.body}`)
  return true
}

function isSocket(value: unknown): value is Duplex {
  return typeof value === 'object' && value !== null && 'end' in value && 'destroy' in value
}
