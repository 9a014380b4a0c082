import type { Finding } from '@weir/engine'
import type { Hub } from '../hub.ts'
import type { Clock } from '../stores/clock.ts'
import { compareKeys, type Key, type Order } from './keyset.ts'

/** A finding at the place it had when it last changed. */
export interface IndexedFinding {
  readonly finding: Finding
  readonly lastMs: number
  /** What a search looks through, in lower case. */
  readonly text: string
}

/** Findings in order and the incidents they belong to, kept up to date by what the hub tells. */
export interface FindingsIndex {
  /** Newest first. */
  list(): readonly IndexedFinding[]
  /** The incident a finding belongs to. */
  incidentOf(finding: string): string | null
  close(): void
}

export const newestFirst: Order<IndexedFinding> = {
  keyOf: ({ lastMs, finding }): Key => [lastMs, finding.id],
  directions: ['down', 'up'],
}

/** The centre forgets the oldest findings without telling; how often to look, in milliseconds. */
const forgottenMs = 60_000

export function createFindingsIndex(
  hub: Pick<Hub, 'findings' | 'finding' | 'incidents' | 'subscribe'>,
  clock: Pick<Clock, 'now'>,
): FindingsIndex {
  let listed: readonly IndexedFinding[] = hub.findings().map(indexed).sort(byPlace)
  let incidents: ReadonlyMap<string, string> | null = null
  let checkedMs = clock.now()
  const changed = new Set<string>()
  const stop = hub.subscribe((event) => {
    if (event.kind === 'finding') changed.add(event.finding.id)
    else if (event.kind === 'incident') incidents = null
  })
  const forget = (): void => {
    if (clock.now() - checkedMs < forgottenMs) return
    checkedMs = clock.now()
    listed = listed.filter(({ finding }) => hub.finding(finding.id) !== null)
  }
  return {
    list: () => {
      forget()
      if (changed.size > 0) {
        const fresh = [...changed].flatMap((id) => hub.finding(id) ?? []).map(indexed)
        listed = merged(
          listed.filter(({ finding }) => !changed.has(finding.id)),
          fresh.sort(byPlace),
        )
        changed.clear()
      }
      return listed
    },
    incidentOf: (finding) => {
      incidents ??= new Map(
        hub.incidents().flatMap(({ id, findings }) => findings.map((one) => [one, id])),
      )
      return incidents.get(finding) ?? null
    },
    close: stop,
  }
}

function indexed(finding: Finding): IndexedFinding {
  const { id, title, why, actor, service, tracker } = finding
  const text = [id, title, why, actor, service, tracker].join('\n').toLowerCase()
  return { finding, lastMs: finding.lastMs, text }
}

function byPlace(left: IndexedFinding, right: IndexedFinding): number {
  return compareKeys(newestFirst.keyOf(left), newestFirst.keyOf(right), newestFirst.directions)
}

/** Both are in order; a change costs one pass, never a sort of everything. */
function merged(
  left: readonly IndexedFinding[],
  right: readonly IndexedFinding[],
): readonly IndexedFinding[] {
  const all: IndexedFinding[] = []
  let at = 0
  for (const one of right) {
    for (let next = left[at]; next !== undefined && byPlace(next, one) < 0; next = left[at]) {
      all.push(next)
      at += 1
    }
    all.push(one)
  }
  for (const rest of left.slice(at)) all.push(rest)
  return all
}
