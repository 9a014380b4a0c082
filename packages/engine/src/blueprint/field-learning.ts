import type { FieldLocation } from '@weir/schema'
import { tallyValue } from '../classify/index.ts'
import type { Container } from '../decode/index.ts'
import type { InspectedLeaf, Inspection } from '../inspect/index.ts'
import { type BottomK, touch } from '../lib/bottom-k.ts'
import type { Hash64 } from '../lib/sip-hash.ts'
import { type FieldStats, newFieldStats, recordContainer, recordValue } from './field-stats.ts'
import { fieldKey } from './keys.ts'

/**
 * Learns the fields of one exchange and returns its signature: which fields stood in it, and of what
 * kind. Calls with one signature are of one species to the estimate of what is still unseen.
 */
export function learnFields(
  fields: BottomK<FieldStats>,
  operation: string,
  inspection: Inspection,
  actor: Hash64,
  rankOf: (key: string) => string,
): string {
  const present = new Map<string, PresentField>()
  const species = new Set<string>()
  const fieldAt = (location: FieldLocation, path: string): PresentField | null => {
    const key = fieldKey(operation, location, path)
    const known = present.get(key)
    if (known !== undefined) return known
    const stats = touch(fields, key, rankOf, newFieldStats)?.value ?? null
    if (stats === null) return null
    stats.exchanges += 1
    const field = { stats, holder: -1 }
    present.set(key, field)
    return field
  }
  const whole = wholeObjects(inspection)
  for (const inspected of inspection.leaves) {
    species.add(`${inspected.location} ${inspected.leaf.path} ${inspected.leaf.kind}`)
    const field = fieldAt(inspected.location, inspected.leaf.path)
    if (field === null) continue
    learnLeaf(field.stats, inspected, actor)
    hold(field, inspected.leaf.container, whole(inspected.location))
  }
  for (const { location, containers } of bodiesOf(inspection)) {
    for (const container of containers) {
      const field = fieldAt(location, container.path)
      if (field === null) continue
      recordContainer(field.stats, container)
      hold(field, container.owner, whole(location))
    }
  }
  for (const object of inspection.objects) {
    const field = fieldAt(object.location, object.path)
    if (field === null) continue
    field.stats.values += 1
    tallyValue(field.stats.types, object.candidates, 0)
  }
  return [...species].sort().join('\n')
}

interface PresentField {
  readonly stats: FieldStats
  /** The object it was last seen in. */
  holder: number
}

/** Counts the objects that have a field, each once; objects that were cut off say nothing. */
function hold(field: PresentField, object: number, whole: ReadonlySet<number>): void {
  if (object === field.holder || !whole.has(object)) return
  field.holder = object
  field.stats.held += 1
}

function bodiesOf({ request, response }: Inspection): readonly {
  readonly location: FieldLocation
  readonly containers: readonly Container[]
}[] {
  return [
    { location: 'req.body', containers: request.containers },
    { location: 'res.body', containers: response.containers },
  ]
}

const none: ReadonlySet<number> = new Set()

function wholeObjects(inspection: Inspection): (location: FieldLocation) => ReadonlySet<number> {
  const byLocation = new Map(
    bodiesOf(inspection).map(({ location, containers }) => [
      location,
      new Set(containers.flatMap(({ kind, number }) => (kind === 'object' ? [number] : []))),
    ]),
  )
  return (location) => byLocation.get(location) ?? none
}

function learnLeaf(stats: FieldStats, inspected: InspectedLeaf, actor: Hash64): void {
  recordValue(stats, {
    kind: inspected.leaf.kind,
    text: inspected.leaf.text,
    rank: inspected.fingerprint,
    actor,
    open: inspected.candidates.length === 0,
  })
  tallyValue(stats.types, inspected.candidates, inspected.leaf.text.length)
}
