import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TurnedAway } from '../coverage/turned-away.ts'
import type { BatchFrame, RepeatFrame } from '../spool/frame-codec.ts'
import { WeirError } from '../weir-error.ts'
import { type Refusal, refusal, refuse, sendJson } from '../http/answer.ts'
import { type BatchHead, readHead } from './batch-head.ts'
import type { Inbox } from './inbox.ts'
import { joinLines } from './body-lines.ts'
import { countLines, readLines, type RejectedLine } from './read-lines.ts'
import { BodyBudget, type BodyLimits, receiveBody } from './receive-body.ts'
import { authenticate, type SensorIdentity, type SensorKeys } from './sensor-keys.ts'
import type { Sequences } from './sequences.ts'

export const ingestPath = '/v1/exchanges'

export interface IngestOptions {
  readonly keys: SensorKeys
  /** The environment this process watches. */
  readonly environment: string
  readonly inbox: Inbox
  readonly sequences: Sequences
  readonly turnedAway: TurnedAway
  readonly limits: BodyLimits & {
    readonly inflightBytes: number
    readonly maxLines: number
    readonly maxLineBytes: number
  }
  /** Unix time in milliseconds. */
  readonly now: () => number
  readonly onFault: (error: unknown) => void
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

type Outcome =
  | {
      readonly kind: 'taken'
      readonly accepted: number
      readonly rejected: readonly RejectedLine[]
    }
  | { readonly kind: 'repeat'; readonly repeated: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'gone' }

/** `POST /v1/exchanges`: answers success once the batch is in the spool. */
export function createIngest(options: IngestOptions): RequestHandler {
  const budget = new BodyBudget(options.limits.inflightBytes)
  return (request, response) => {
    // A sender that goes away is no fault; the streams tell what matters by `close`.
    response.on('error', () => undefined)
    take(options, budget, request)
      .catch((error: unknown) => faulty(options, error))
      .then((outcome) => {
        if (outcome.kind === 'refused') {
          options.turnedAway.note(request.socket.remoteAddress, ingestPath, outcome.refusal)
        }
        answer(request, response, outcome, options.limits.timeoutMs)
      })
      .catch(options.onFault)
  }
}

function faulty(options: IngestOptions, error: unknown): Outcome {
  options.onFault(error)
  return refused(refusal(503, 'Not now', 'Weir could not take the batch; send it again.', 5))
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  outcome: Outcome,
  patienceMs: number,
): void {
  switch (outcome.kind) {
    case 'taken':
      sendJson(response, 202, { accepted: outcome.accepted, rejected: outcome.rejected })
      return
    case 'repeat':
      sendJson(response, 200, { accepted: 0, rejected: [], repeated: outcome.repeated })
      return
    case 'refused':
      refuse(response, outcome.refusal)
      discard(request, outcome.refusal.status === 408 ? 0 : patienceMs)
      return
    case 'gone':
      response.destroy()
      return
    default:
      outcome satisfies never
  }
}

/** The rest of a refused body is read and thrown away for a while, so that the answer arrives. */
function discard(request: IncomingMessage, patienceMs: number): void {
  if (request.complete) return
  request.resume()
  const timer = setTimeout(() => request.destroy(), patienceMs)
  request.once('close', () => clearTimeout(timer))
  request.once('end', () => clearTimeout(timer))
}

async function take(
  options: IngestOptions,
  budget: BodyBudget,
  request: IncomingMessage,
): Promise<Outcome> {
  const { limits, inbox } = options
  const admitted = admit(options, request)
  if ('status' in admitted) return refused(admitted)
  const { sensor, head } = admitted
  const full = inbox.refusal()
  if (full !== null) return refused(full)
  const received = await receiveBody(request, limits, budget)
  if (received.kind !== 'body') return received
  const { body } = received
  try {
    const { identity } = head
    if (identity === null) return await store(options, sensor, head, body)
    return await options.sequences.inTurn(sensor.name, identity.boot, () =>
      store(options, sensor, head, body),
    )
  } finally {
    budget.giveBack(body.length)
  }
}

interface Admitted {
  readonly sensor: SensorIdentity
  readonly head: BatchHead
}

/** Everything that can be said before the body is read. */
function admit(options: IngestOptions, request: IncomingMessage): Admitted | Refusal {
  if (request.method !== 'POST') {
    return refusal(405, 'Only POST', 'Exchange lines are sent with POST.')
  }
  const sensor = authenticate(options.keys, request.headers.authorization)
  if (sensor === null) {
    return refusal(
      401,
      'Unknown sensor key',
      'Send authorization: Bearer <sensor key>; `weir serve` prints the first one.',
    )
  }
  if (sensor.environment !== options.environment) {
    return refusal(
      403,
      'Key of another environment',
      'This key belongs to another environment than the one Weir watches here.',
    )
  }
  const head = readHead(request.headers)
  return head.kind === 'refused' ? head.refusal : { sensor, head: head.head }
}

async function store(
  options: IngestOptions,
  sensor: SensorIdentity,
  head: BatchHead,
  body: Uint8Array,
): Promise<Outcome> {
  const { limits, sequences } = options
  const lines = countLines(body, head.format, limits.maxLines)
  if (lines > limits.maxLines) {
    return refused(refusal(413, 'Too many lines', `A batch has at most ${limits.maxLines} lines.`))
  }
  const { identity } = head
  const repeat = identity !== null && sequences.isRepeat(sensor.name, identity.boot, identity.seq)
  try {
    return repeat
      ? await storeRepeat(options, sensor, head, lines)
      : await storeBatch(options, sensor, head, body)
  } catch (error) {
    if (!(error instanceof WeirError)) throw error
    return refused(options.inbox.refusal() ?? refusal(503, 'Not now', error.message, 5))
  }
}

async function storeRepeat(
  options: IngestOptions,
  sensor: SensorIdentity,
  head: BatchHead,
  repeated: number,
): Promise<Outcome> {
  const frame: RepeatFrame = { kind: 'repeat', ...originOf(options, sensor, head), repeated }
  await options.inbox.append(frame, [])
  return { kind: 'repeat', repeated }
}

async function storeBatch(
  options: IngestOptions,
  sensor: SensorIdentity,
  head: BatchHead,
  body: Uint8Array,
): Promise<Outcome> {
  const { format } = head
  const { maxLineBytes } = options.limits
  const { accepted, rejected, shown } = await readLines(body, format, maxLineBytes)
  const frame: BatchFrame = {
    kind: 'batch',
    ...originOf(options, sensor, head),
    accepted: accepted.length,
    rejected,
    format,
    lines: joinLines(
      accepted.map(({ bytes }) => bytes),
      format,
    ),
  }
  await options.inbox.append(
    frame,
    accepted.map(({ exchange }) => exchange),
  )
  const { identity } = head
  if (identity !== null) options.sequences.note(sensor.name, identity.boot, identity.seq)
  return { kind: 'taken', accepted: accepted.length, rejected: shown }
}

function originOf(
  options: IngestOptions,
  sensor: SensorIdentity,
  { identity, own, agent }: BatchHead,
): Omit<RepeatFrame, 'kind' | 'repeated'> {
  return {
    sensor: sensor.name,
    boot: identity?.boot ?? null,
    seq: identity?.seq ?? null,
    arrivalMs: options.now(),
    own,
    agent,
  }
}

function refused(reason: Refusal): Outcome {
  return { kind: 'refused', refusal: reason }
}
