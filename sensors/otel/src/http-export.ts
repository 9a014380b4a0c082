import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type ByteBudget, GrowingBuffer } from '@weir/sensor'
import type { Intake, Outcome } from './intake.ts'
import type { OtelLimits } from './limits.ts'
import { exportResponse, exportResponseJson, rpcStatus, rpcStatusJson } from './otlp/answers.ts'
import type { Signal } from './telemetry/record.ts'

const inflate = promisify(gunzip)
const signals = new Map<string, Signal>([
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
])
const protobuf = 'application/x-protobuf'
const json = 'application/json'
type MediaType = typeof protobuf | typeof json

/** An answer that is no success; `rpcCode` is that of `google.rpc.Code`. */
interface Refusal {
  readonly status: number
  readonly rpcCode: number
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
}

const invalidArgument = 3
const resourceExhausted = 8
const unimplemented = 12
const unavailable = 14
const notThere: Refusal = {
  status: 404,
  rpcCode: unimplemented,
  text: 'expected /v1/traces or /v1/logs',
}
const notPosted: Refusal = {
  status: 405,
  rpcCode: unimplemented,
  text: 'expected POST',
  headers: { allow: 'POST' },
}
const otherType: Refusal = {
  status: 415,
  rpcCode: invalidArgument,
  text: `expected content-type ${protobuf} or ${json}`,
}
const otherCoding: Refusal = {
  status: 415,
  rpcCode: invalidArgument,
  text: 'expected content-encoding gzip or none',
  headers: { 'accept-encoding': 'gzip' },
}
const tooLarge: Refusal = { status: 413, rpcCode: resourceExhausted, text: 'export too large' }
const unreadable: Refusal = {
  status: 400,
  rpcCode: invalidArgument,
  text: 'expected an OTLP export',
}
const busy: Refusal = {
  status: 503,
  rpcCode: unavailable,
  text: 'nothing more can be held',
  headers: { 'retry-after': '1' },
}

/** OTLP/HTTP: `POST /v1/traces` and `/v1/logs`, in protobuf or JSON. */
export function httpExport(intake: Intake, limits: OtelLimits, budget: ByteBudget): http.Server {
  const server = http.createServer(
    { requestTimeout: limits.arrivalMs, keepAliveTimeout: limits.arrivalMs * 2 },
    (request, response) => {
      take(request, response, { intake, limits, budget }).catch(() => response.destroy())
    },
  )
  server.maxConnections = limits.connections
  return server
}

interface Context {
  readonly intake: Intake
  readonly limits: OtelLimits
  readonly budget: ByteBudget
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  const type = mediaTypeOf(request)
  const refused = (refusal: Refusal): void => refuse(request, response, refusal, type ?? json)
  const signal = signals.get((request.url ?? '').split('?')[0] ?? '')
  if (signal === undefined) return refused(notThere)
  if (type === null) return refused(request.method === 'POST' ? otherType : notPosted)
  const refusal = refusalOf(request, context)
  if (refusal !== null) return refused(refusal)
  const body = await bodyOf(request, context)
  if (!Buffer.isBuffer(body)) return refused(body)
  const outcome = read(signal, type, body, context.intake)
  if (outcome.kind !== 'taken') return refused(outcome.kind === 'busy' ? busy : unreadable)
  const { rejected } = outcome
  const answer = type === json ? exportResponseJson(signal, rejected) : exportResponse(rejected)
  response.writeHead(200, { 'content-type': type }).end(answer)
}

function refusalOf(request: IncomingMessage, { intake, limits }: Context): Refusal | null {
  if (request.method !== 'POST') return notPosted
  if (!/^(gzip|identity)?$/i.test(request.headers['content-encoding'] ?? '')) return otherCoding
  if (Number(request.headers['content-length'] ?? 0) > limits.exportBytes) return tooLarge
  return intake.isOpen ? null : busy
}

function mediaTypeOf({ headers }: IncomingMessage): MediaType | null {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === protobuf || type === 'application/protobuf') return protobuf
  return type === json ? json : null
}

/** The whole body, inflated; nothing is held longer than it takes. */
async function bodyOf(
  request: IncomingMessage,
  { limits, budget }: Context,
): Promise<Buffer | Refusal> {
  const kept = new GrowingBuffer()
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) continue
      if (kept.length + chunk.length > limits.exportBytes) return tooLarge
      if (!budget.take(chunk.length)) return busy
      kept.append(chunk)
    }
    const isCoded = request.headers['content-encoding']?.toLowerCase() === 'gzip'
    return isCoded ? await inflated(kept.bytes, limits.exportBytes) : kept.bytes
  } finally {
    budget.give(kept.length)
  }
}

async function inflated(bytes: Buffer, limit: number): Promise<Buffer | Refusal> {
  try {
    return await inflate(bytes, { maxOutputLength: limit })
  } catch (error) {
    const isLarge = error instanceof Error && Reflect.get(error, 'code') === 'ERR_BUFFER_TOO_LARGE'
    return isLarge ? tooLarge : unreadable
  }
}

function read(signal: Signal, type: MediaType, body: Buffer, intake: Intake): Outcome {
  return type === protobuf ? intake.protobuf(signal, body) : intake.json(signal, body.toString())
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, rpcCode, text, headers }: Refusal,
  type: MediaType,
): void {
  const body = type === json ? rpcStatusJson(rpcCode, text) : rpcStatus(rpcCode, text)
  // What was not read would be taken for the next request.
  const close = request.complete ? {} : { connection: 'close' }
  response.writeHead(status, { 'content-type': type, ...close, ...headers }).end(body)
}
