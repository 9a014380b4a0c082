import type { Overview } from '@weir/schema/api'

/** Something that happened, on the line of time. */
export interface EventMark {
  readonly atMs: number
  readonly text: string
  readonly isCritical: boolean
}

export interface HydrographProps {
  readonly buckets: NonNullable<Overview['traffic']>
  readonly bucketMs: number
  readonly marks: readonly EventMark[]
  /** What it shows, in a sentence. */
  readonly label: string
}

const mostMarks = 4

/** What a reader of the curve must know: where incidents began, and which services are new. */
export function marksOf({
  attention,
  changed,
  from_ms: from,
  traffic,
}: Overview): readonly EventMark[] {
  const first = traffic?.find(({ calls }) => calls > 0)?.start_ms ?? from
  const incidents = attention
    .filter(({ first_ms: at }) => at >= from)
    .map(({ first_ms: atMs, kind, severity }) => ({
      atMs,
      text: kind === 'incident' ? 'Incident began' : 'Finding',
      isCritical: severity === 'critical' || severity === 'high',
    }))
  // Where nothing flowed before, everything is new and no news.
  const services = changed.flatMap((change) =>
    change.kind === 'service' && change.at_ms > first + 60_000
      ? [{ atMs: change.at_ms, text: `${change.service} is new`, isCritical: false }]
      : [],
  )
  return [...incidents, ...services]
    .slice(0, mostMarks)
    .toSorted((left, right) => left.atMs - right.atMs)
}
