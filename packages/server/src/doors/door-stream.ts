import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ActionKind, actionKinds, type CredentialKey } from '@weir/schema/decision'
import { refusal, refuse } from '../http/answer.ts'
import type { DecisionBook } from './decision-book.ts'
import { DoorConnection } from './door-connection.ts'
import type { DoorRegistry } from './door-registry.ts'

export interface StreamParts {
  readonly book: DecisionBook
  readonly registry: DoorRegistry
  readonly keys: readonly CredentialKey[]
  /** Ranges of addresses that are ours. */
  readonly internal: readonly string[]
  /** Unix time in milliseconds. */
  readonly now: () => number
}

export const heartbeatMs = 5_000
const mostStreams = 1_024
const bootForm = /^[A-Za-z0-9_-]{1,64}$/

/** `GET /v1/doors/stream`: never ends by itself. */
export class DoorStreams {
  readonly #parts: StreamParts
  readonly #open = new Map<ServerResponse, DoorConnection>()
  readonly #timer: NodeJS.Timeout
  readonly #unsubscribe: () => void

  constructor(parts: StreamParts) {
    this.#parts = parts
    this.#unsubscribe = parts.book.subscribe((change) => {
      for (const connection of this.#open.values()) connection.send(change)
    })
    this.#timer = setInterval(() => this.#beat(), heartbeatMs).unref()
  }

  attach(name: string, request: IncomingMessage, response: ServerResponse): void {
    const query = new URL(request.url ?? '/', 'http://hub').searchParams
    const boot = query.get('boot') ?? ''
    if (!bootForm.test(boot)) {
      return refuse(
        response,
        refusal(400, 'No boot', 'Send ?boot= with 1 to 64 of A–Z a–z 0–9 _ -.'),
      )
    }
    if (this.#open.size >= mostStreams) {
      return refuse(response, refusal(503, 'Too many doors', `At most ${mostStreams} streams.`, 10))
    }
    const { registry } = this.#parts
    registry.connected(name, boot, agentOf(request), capabilities(query.get('can')))
    response.on('error', () => undefined)
    response.on('close', () => {
      this.#open.delete(response)
      registry.disconnected(name, boot)
    })
    response.writeHead(200, {
      'content-type': 'application/x-ndjson',
      'cache-control': 'no-store',
      // A proxy between must not collect what is to be told at once.
      'x-accel-buffering': 'no',
    })
    response.socket?.setNoDelay(true)
    const connection = new DoorConnection(response)
    this.#greet(connection, query.get('epoch') ?? '', Number(query.get('seq') ?? Number.NaN))
    this.#open.set(response, connection)
  }

  close(): void {
    this.#unsubscribe()
    clearInterval(this.#timer)
    for (const response of this.#open.keys()) response.end()
    this.#open.clear()
  }

  /** All in one turn: what changes from now on follows. */
  #greet(connection: DoorConnection, epoch: string, seq: number): void {
    const { book, keys, internal, now } = this.#parts
    const missed = book.since(epoch, seq)
    connection.send({
      kind: 'hello',
      epoch: book.epoch,
      seq: book.seq,
      now_ms: now(),
      heartbeat_ms: heartbeatMs,
      snapshot: missed === null,
      keys,
      internal,
      open_until_ms: book.openUntilMs,
    })
    if (missed === null) {
      for (const decision of book.decisions()) {
        connection.send({ kind: 'decision', seq: book.seq, sent_ms: 0, decision })
      }
    } else {
      for (const change of missed) connection.send(change)
    }
    connection.send({ kind: 'ready', seq: book.seq })
  }

  #beat(): void {
    const { book, now } = this.#parts
    const beat = { kind: 'beat', seq: book.seq, now_ms: now() }
    for (const connection of this.#open.values()) connection.send(beat)
  }
}

function agentOf(request: IncomingMessage): string {
  return (request.headers['user-agent'] ?? '').slice(0, 200)
}

function capabilities(text: string | null): readonly ActionKind[] {
  const names = new Set((text ?? '').slice(0, 200).split(','))
  return actionKinds.filter((kind) => names.has(kind))
}
