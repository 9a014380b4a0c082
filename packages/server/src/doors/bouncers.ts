import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Decision } from '@weir/schema/decision'
import { sendJson } from '../http/answer.ts'
import { ownerOf, type SensorKeys } from '../ingest/sensor-keys.ts'
import { type BouncerDecision, bouncerDecision, bouncerFilter } from './bouncer-list.ts'

export const bouncerPaths = { list: '/v1/decisions', stream: '/v1/decisions/stream' } as const

export interface BouncerParts {
  readonly decisions: () => readonly Decision[]
  readonly doorKeys: SensorKeys
  readonly now: () => number
}

/** Bouncers whose place in the stream is remembered; the one heard of longest ago starts anew. */
const mostBouncers = 256

/**
 * The read side of CrowdSec's local API, so that its bouncers serve as doors for decisions about addresses: the
 * list, and what changed since a bouncer last asked.
 */
export class Bouncers {
  readonly #parts: BouncerParts
  /** What each bouncer was last told is in force, by its key and name. */
  readonly #told = new Map<string, ReadonlyMap<string, Decision>>()

  constructor(parts: BouncerParts) {
    this.#parts = parts
  }

  /** False where the path is none of CrowdSec's. */
  handle(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (path !== bouncerPaths.list && path !== bouncerPaths.stream) return false
    request.resume()
    const bouncer = this.#whose(request)
    if (bouncer === null) {
      sendJson(response, 403, { message: 'access forbidden' })
      return true
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendJson(response, 405, { message: 'only GET and HEAD' }, { allow: 'GET, HEAD' })
      return true
    }
    const query = new URL(request.url ?? '/', 'http://hub').searchParams
    const filter = bouncerFilter(query)
    if (filter === null) sendJson(response, 400, { message: 'invalid ip address / range' })
    else if (path === bouncerPaths.list) sendJson(response, 200, this.#list(filter))
    else sendJson(response, 200, this.#changes(bouncer, query.get('startup') === 'true', filter))
    return true
  }

  #list(filter: Filter): readonly BouncerDecision[] {
    const now = this.#parts.now()
    return this.#parts
      .decisions()
      .flatMap((decision) => bouncerDecision(decision, now) ?? [])
      .filter(filter)
  }

  #changes(bouncer: string, isStarting: boolean, filter: Filter): object {
    const before = isStarting ? undefined : this.#told.get(bouncer)
    const inForce = new Map(this.#parts.decisions().map((decision) => [decision.id, decision]))
    this.#told.delete(bouncer)
    this.#told.set(bouncer, inForce)
    if (this.#told.size > mostBouncers) {
      const [oldest] = this.#told.keys()
      if (oldest !== undefined) this.#told.delete(oldest)
    }
    const now = this.#parts.now()
    const views = (some: readonly Decision[]): readonly BouncerDecision[] =>
      some.flatMap((decision) => bouncerDecision(decision, now) ?? []).filter(filter)
    const isOld = (decision: Decision): boolean => sameAs(before?.get(decision.id), decision)
    const gone = [...(before?.values() ?? [])].filter(({ id }) => !inForce.has(id))
    return { new: views([...inForce.values()].filter((one) => !isOld(one))), deleted: views(gone) }
  }

  /** By its key and what it calls itself; null for a key that may not read decisions. */
  #whose({ headers }: IncomingMessage): string | null {
    const given = headers['x-api-key']
    if (typeof given !== 'string' || given.length > 512) return null
    const owner = ownerOf(this.#parts.doorKeys, given)
    return owner === null ? null : `${owner.name} ${(headers['user-agent'] ?? '').slice(0, 100)}`
  }
}

type Filter = (one: BouncerDecision) => boolean

function sameAs(before: Decision | undefined, now: Decision): boolean {
  return before !== undefined && before.until_ms === now.until_ms && before.mode === now.mode
}
