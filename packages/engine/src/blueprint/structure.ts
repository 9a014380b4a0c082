import type { FieldLocation } from '@weir/schema'
import { pathPrefix, pathSteps } from '../decode/index.ts'
import type { BottomK } from '../lib/bottom-k.ts'
import type { FieldStats } from './field-stats.ts'
import type { PlacedField } from './open-maps.ts'
import { type Variant, variantKey } from './variants.ts'

/** An object or list of a body: what stands around fields. */
export interface CatalogStructure {
  readonly in: FieldLocation
  readonly path: string
  /** How often an object was seen there, and how often a list. */
  readonly objects: number
  readonly lists: number
  readonly minItems: number | null
  readonly maxItems: number | null
  /** Paths of the members that every object had. */
  readonly required: readonly string[]
  readonly kinds: ObjectKinds | null
}

/** Objects of several kinds at one place, and the member that tells them apart. */
export interface ObjectKinds {
  /** Path of that member. */
  readonly path: string
  readonly cases: readonly ObjectKind[]
}

export interface ObjectKind {
  readonly value: string
  /** Paths of the members that objects of this kind were seen with. */
  readonly members: readonly string[]
  /** Those of them that every such object had. */
  readonly required: readonly string[]
}

/** What is needed to tell kinds apart: `operation` is the key of the learned tables. */
export interface StructureSources {
  readonly operation: string
  readonly variants: BottomK<Variant>
}

export function structureOf(
  fields: readonly PlacedField[],
  sources: StructureSources,
): readonly CatalogStructure[] {
  const members = membersByOwner(fields)
  return fields.flatMap(({ in: location, path, stats }) => {
    const { objects, lists, minItems, maxItems } = stats
    if (objects === 0 && lists === 0) return []
    const own = members.get(`${location} ${path}`) ?? []
    const required = own.filter(({ stats: of }) => of.held >= objects).map((one) => one.path)
    const kinds = kindsAmong(own, stats, sources)
    return [{ in: location, path, objects, lists, minItems, maxItems, required, kinds }]
  })
}

/** By location and path of the object; elements of lists are no members. */
function membersByOwner(
  fields: readonly PlacedField[],
): ReadonlyMap<string, readonly PlacedField[]> {
  const members = new Map<string, PlacedField[]>()
  for (const field of fields) {
    if (field.stats.held === 0) continue
    const steps = pathSteps(field.path)
    const inText = steps.at(-1)?.kind === 'embedded' ? 2 : 1
    const owner = `${field.in} ${pathPrefix(field.path, steps.length - inText)}`
    const known = members.get(owner)
    if (known === undefined) members.set(owner, [field])
    else known.push(field)
  }
  return members
}

/** Each kind needs this many objects, or its members are an accident. */
const leastOfKind = 3

/** The member whose value best says which members an object has; null where all objects are alike. */
function kindsAmong(
  members: readonly PlacedField[],
  owner: FieldStats,
  sources: StructureSources,
): ObjectKinds | null {
  let best: ObjectKinds | null = null
  for (const member of members) {
    const kinds = kindsBy(member, owner, sources)
    if (kinds === null || !areDifferent(kinds.cases)) continue
    if (best === null || kinds.cases.length > best.cases.length) best = kinds
  }
  return best
}

function kindsBy(
  { in: location, path, stats, merged }: PlacedField,
  owner: FieldStats,
  { operation, variants }: StructureSources,
): ObjectKinds | null {
  const { entries, dropped } = stats.distinct
  const always = stats.held >= owner.objects && stats.strings === stats.values
  if (merged || !always || dropped > 0 || entries.size < 2) return null
  const cases: ObjectKind[] = []
  for (const { value } of entries.values()) {
    if (value.text === null) return null
    const entry = variants.entries.get(variantKey(operation, location, path, value.text))
    if (entry === undefined || entry.seen < leastOfKind || entry.value.dropped > 0) return null
    cases.push(kindOf(value.text, entry.value, entry.seen))
  }
  return { path, cases: cases.sort((left, right) => (left.value < right.value ? -1 : 1)) }
}

function kindOf(value: string, { entries }: Variant, objects: number): ObjectKind {
  const members = [...entries].sort(([left], [right]) => (left < right ? -1 : 1))
  return {
    value,
    members: members.map(([path]) => path),
    required: members.filter(([, { seen }]) => seen >= objects).map(([path]) => path),
  }
}

/** One kind always has what another never has. */
function areDifferent(cases: readonly ObjectKind[]): boolean {
  return cases.some(({ required }) =>
    cases.some(({ members }) => required.some((path) => !members.includes(path))),
  )
}
