import { type Finding, findingCodec, type Signal, severityOf } from './correlate/index.ts'
import type { Codec } from './lib/codec.ts'
import { find, type KeyedTable, keyedTableCodec, newKeyedTable, put } from './lib/keyed-table.ts'
import { limits } from './limits.ts'
import type { KeyedHasher } from './ports.ts'
import type { Tracker } from './trackers/index.ts'

/** A signal at or above this raises a finding. */
export const findingScore = 0.5

export type Findings = KeyedTable<Finding>

export function newFindings(): Findings {
  return newKeyedTable(limits.findingsPerPartition)
}

export const findingsCodec: Codec<Findings> = keyedTableCodec(
  findingCodec,
  limits.findingsPerPartition,
)

/** Who raised a signal, when and where. */
export interface Raised {
  readonly seq: number
  readonly ts: number
  readonly actor: string
  readonly service: string
  readonly environment: string
}

/**
 * Opens the finding a signal belongs to, or lets it evolve: the same misuse by the same actor is one
 * finding with a count, not a wall of them.
 */
export function raise(
  findings: Findings,
  tracker: Tracker,
  signal: Signal,
  raised: Raised,
  hasher: KeyedHasher,
): Finding {
  const { environment, actor, service, ts, seq } = raised
  const id = hasher.identifier(
    ['finding', environment, tracker.id, actor, service, signal.scope].join('\n'),
  )
  const known = find(findings, id)
  if (known !== null) return evolve(known, signal, ts, seq)
  const finding: Finding = {
    id,
    tracker: tracker.id,
    title: tracker.title,
    severity: severityOf(signal.score),
    score: signal.score,
    actor,
    service,
    scope: signal.scope,
    why: signal.why,
    todo: tracker.todo,
    count: 1,
    firstMs: ts,
    lastMs: ts,
    evidence: [seq],
  }
  put(findings, id, finding)
  return finding
}

function evolve(finding: Finding, signal: Signal, ts: number, seq: number): Finding {
  finding.count += 1
  finding.firstMs = Math.min(finding.firstMs, ts)
  finding.lastMs = Math.max(finding.lastMs, ts)
  if (finding.evidence.length < limits.evidence && finding.evidence.at(-1) !== seq) {
    finding.evidence.push(seq)
  }
  if (signal.score > finding.score) {
    finding.score = signal.score
    finding.severity = severityOf(signal.score)
    finding.why = signal.why
  }
  return finding
}

/** One misuse seen in several partitions, such as a new edge that many callers take, is one finding. */
export function joinFindings(left: Finding, right: Finding): Finding {
  const [first, second] = left.firstMs <= right.firstMs ? [left, right] : [right, left]
  const worst = second.score > first.score ? second : first
  return {
    ...first,
    score: worst.score,
    severity: worst.severity,
    why: worst.why,
    count: left.count + right.count,
    lastMs: Math.max(left.lastMs, right.lastMs),
    evidence: [...left.evidence, ...right.evidence]
      .sort((one, other) => one - other)
      .slice(0, limits.evidence),
  }
}
