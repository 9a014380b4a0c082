import {
  edgeKey,
  edgesHaveSettled,
  isNewEdge,
  type Lessons,
  supportEdge,
} from '../../blueprint/index.ts'
import { issuesCredentials } from '../../identify/index.ts'
import { real } from '../../lib/codec.ts'
import { find, type KeyedTable, put } from '../../lib/keyed-table.ts'
import type { Memory, Sighting, Watched } from '../tracker.ts'

/** What a new edge weighs, by what it leads to. */
const scores = {
  // A release explains most of them: worth a look, not an alarm.
  service: 0.6,
  // Objects are what is stolen in bulk.
  'object store': 0.65,
  // Credentials of the machine come from there; services that need them ask from their first minute.
  'metadata service': 0.75,
} as const

/** A window of an actor on an edge is one support: ten minutes, as volumes are counted. */
const windowMs = 600_000

/** Start of the window in which an actor last supported an edge, Unix time in milliseconds. */
export const edgeMemory: Memory<number> = { codec: real, rows: 1_024 }

export function observeEdge(watched: Watched): readonly Sighting[] {
  const { source, service, model, exchange, settleMs, rankOf } = watched
  if (watched.vouched || !isOurs(watched)) return []
  const { summary } = model
  if (!isNewEdge(summary, edgeKey(source, service.name), rankOf)) return []
  const settled = edgesHaveSettled(model.edgeCoverage(), exchange.ts, settleMs)
  if (!settled && summary.vouched === 0) return []
  const kind = destination(watched)
  return [
    {
      score: scores[kind],
      field: null,
      why: `${source} calls ${service.name}${kind === 'service' ? '' : ` (${kind})`}, which it never did before`,
      scope: `${source} to ${service.name}`,
      about: `source:${source}`,
    },
  ]
}

/** Counts a window of the actor on the edge, once. */
export function learnEdge(watched: Watched, memory: KeyedTable<number>, lessons: Lessons): void {
  if (!isOurs(watched)) return
  const { identity, source, service, exchange } = watched
  const edge = edgeKey(source, service.name)
  const key = `${identity.actor}\n${edge}`
  const start = find(memory, key)
  if (start !== null && exchange.ts - start < windowMs) return
  put(memory, key, exchange.ts)
  supportEdge(lessons, edge)
}

/**
 * Only services of ours have edges: callers named by their sensor, their certificate, or a zone
 * somebody named and calls ours. Strangers call whatever they like, and a mere range of private
 * addresses is joined by new machines all the time.
 */
function isOurs({ exchange, networks }: Watched): boolean {
  const { service, spiffe, ip } = exchange.src
  if (service !== undefined || spiffe !== undefined) return true
  const network = networks.find(ip)
  return network !== null && network.internal && network.zone !== 'internal'
}

function destination({ exchange, s3 }: Watched): 'service' | 'object store' | 'metadata service' {
  if (issuesCredentials(exchange)) return 'metadata service'
  return s3 === null ? 'service' : 'object store'
}
