import { type DataTypeId, findDataType } from './data-types.ts'

/** A data type at a place. */
export interface PlacedType {
  /** Steps from the root to the object it stands in; elements of lists are steps too. */
  readonly owner: readonly string[]
  readonly type: DataTypeId
  readonly confidence: number
}

/** An object whose members are together more than each alone. */
export interface Composite {
  /** Steps to the object. */
  readonly path: readonly string[]
  readonly type: DataTypeId
  /** Of the least believed of the types it needs. */
  readonly confidence: number
}

const inPayment: ReadonlySet<DataTypeId> = new Set<DataTypeId>(['CARD_EXPIRY', 'CARD_CVV'])
const leastFacts = 3

/** What one object holds: types by how far they are believed. */
type Facts = ReadonlyMap<DataTypeId, number>

/**
 * Finds objects whose members together are a record: three identifying facts (NIST SP 800-122, "linked
 * information"), a payment card with what PCI DSS calls sensitive authentication data or its expiry, health data
 * beside an identity (HIPAA, 45 CFR 160.103). An object has what objects inside it have, but not what stands in lists.
 */
export function compositesIn(
  places: readonly PlacedType[],
  isList: (step: string) => boolean,
): readonly Composite[] {
  const objects = factsByObject(places, isList)
  const deepestFirst = [...objects.values()].sort(
    (left, right) => right.path.length - left.path.length,
  )
  const found: Composite[] = []
  for (const { path, facts } of deepestFirst) {
    for (const [type, confidence] of compositesOf(facts)) {
      if (!found.some((one) => one.type === type && isBelow(one.path, path, isList))) {
        found.push({ path, type, confidence })
      }
    }
  }
  return found.reverse()
}

interface ObjectFacts {
  readonly path: readonly string[]
  readonly facts: Map<DataTypeId, number>
}

function factsByObject(
  places: readonly PlacedType[],
  isList: (step: string) => boolean,
): ReadonlyMap<string, ObjectFacts> {
  const objects = new Map<string, ObjectFacts>()
  for (const { owner, type, confidence } of places) {
    for (let length = owner.length; length >= 0; length -= 1) {
      const path = owner.slice(0, length)
      const key = path.join('\n')
      const known = objects.get(key) ?? { path, facts: new Map<DataTypeId, number>() }
      objects.set(key, known)
      known.facts.set(type, Math.max(known.facts.get(type) ?? 0, confidence))
      const last = path.at(-1)
      if (last !== undefined && isList(last)) break
    }
  }
  return objects
}

function isBelow(
  inner: readonly string[],
  outer: readonly string[],
  isList: (step: string) => boolean,
): boolean {
  return (
    inner.length > outer.length &&
    outer.every((step, index) => inner[index] === step) &&
    !inner.slice(outer.length).some(isList)
  )
}

function compositesOf(facts: Facts): readonly (readonly [DataTypeId, number])[] {
  const found: (readonly [DataTypeId, number])[] = []
  const identifying = strongest(facts, isIdentifying)
  const person = identifying[leastFacts - 1]
  if (person !== undefined) found.push(['PII_RECORD', person])
  const card = facts.get('CREDIT_CARD')
  const [beside] = strongest(facts, (type) => inPayment.has(type))
  if (card !== undefined && beside !== undefined) found.push(['PCI_SET', Math.min(card, beside)])
  const [health] = strongest(facts, (type) => findDataType(type)?.category === 'PHI')
  const [identity] = identifying
  if (health !== undefined && identity !== undefined) {
    found.push(['PHI_RECORD', Math.min(health, identity)])
  }
  return found
}

/** Network addresses and sign-in names alone point at devices and accounts. */
function isIdentifying(type: DataTypeId): boolean {
  const known = findDataType(type)
  return known?.category === 'PII' && known.sensitivity !== 'low'
}

/** How far types of a kind are believed, most first. */
function strongest(facts: Facts, is: (type: DataTypeId) => boolean): readonly number[] {
  return [...facts]
    .flatMap(([type, confidence]) => (is(type) ? [confidence] : []))
    .sort((left, right) => right - left)
}
