import type { FieldLocation } from '@weir/schema'
import { type DataTypeId, readDataTypeId } from './data-types.ts'
import type { Candidate } from './detector.ts'
import { readKey } from './key-words.ts'

/** What was seen of one type in one field: whole numbers, so that parts add up exactly. */
export interface TypeTally {
  /** Values with a candidate of this type, those that only have its shape among them. */
  readonly values: number
  readonly strong: number
  /** Sum of confidences in thousandths. */
  readonly confidence: number
  /** Values that are the type as a whole, not a span inside. */
  readonly whole: number
}

export interface FieldType {
  readonly type: DataTypeId
  readonly confidence: number
}

export interface FieldName {
  readonly key: string
  readonly location: FieldLocation
  /** Types of people's own that the name tells of. */
  readonly own?: ReadonlySet<string>
}

const noOwn: ReadonlySet<string> = new Set()

export const emptyTally: TypeTally = { values: 0, strong: 0, confidence: 0, whole: 0 }

export function mergeTallies(left: TypeTally, right: TypeTally): TypeTally {
  return {
    values: left.values + right.values,
    strong: left.strong + right.strong,
    confidence: left.confidence + right.confidence,
    whole: left.whole + right.whole,
  }
}

/** Adds what one value may be; each type counts once, by its best candidate. */
export function tallyValue(
  tallies: Map<DataTypeId, TypeTally>,
  candidates: readonly Candidate[],
  textLength: number,
): void {
  const best = new Map<DataTypeId, Candidate>()
  for (const next of candidates) {
    const known = best.get(next.type)
    if (known === undefined || next.confidence > known.confidence) best.set(next.type, next)
  }
  for (const [type, next] of best) {
    tallies.set(type, mergeTallies(tallies.get(type) ?? emptyTally, tallyOf(next, textLength)))
  }
}

function tallyOf(best: Candidate, textLength: number): TypeTally {
  return {
    values: 1,
    strong: best.strong ? 1 : 0,
    confidence: Math.round(best.confidence * 1_000),
    whole: best.start === 0 && best.end === textLength ? 1 : 0,
  }
}

/** A field has a type when this share of its values agree. */
const leastShare = 0.9
const leastNamedShare = 0.7
/** Values that must agree before a name that tells nothing is overruled. */
const leastValues = 5
const leastConfidence = 0.36
const leastBareConfidence = 0.3
/** A check of one digit passes for one number in ten: below this mean the column is something else. */
const refutedMean = 0.2
const leastLookalikes = 10

/** The types of a field as a whole, most believed first. */
export function decideFieldTypes(
  values: number,
  tallies: ReadonlyMap<string, TypeTally>,
  name: FieldName,
): readonly FieldType[] {
  if (values <= 0) return []
  const { named } = readKey(name.key, '')
  const own = name.own ?? noOwn
  const decided: FieldType[] = []
  for (const [id, tally] of tallies) {
    const type = readDataTypeId(id)
    if (type === undefined || tally.values === 0) continue
    const mean = tally.confidence / tally.values / 1_000
    if (!isAgreed(tally, values, mean, named.has(type) || own.has(type))) continue
    decided.push({ type, confidence: raised(mean, tally.whole) })
  }
  return decided.sort(
    (left, right) => right.confidence - left.confidence || (left.type < right.type ? -1 : 1),
  )
}

function isAgreed({ whole }: TypeTally, values: number, mean: number, isNamed: boolean): boolean {
  if (whole / values < (isNamed ? leastNamedShare : leastShare)) return false
  if (!isNamed && whole < leastValues) return false
  return mean >= (isNamed ? leastBareConfidence : leastConfidence)
}

/** Agreement of many values takes away up to half of the doubt. */
function raised(mean: number, agreeing: number): number {
  return mean + ((1 - mean) * Math.min(agreeing, 20)) / 40
}

/** Types whose check fails for most values of their shape: the few that pass do so by chance. */
export function refutedFieldTypes(
  tallies: ReadonlyMap<string, TypeTally>,
): ReadonlySet<DataTypeId> {
  const refuted = new Set<DataTypeId>()
  for (const [id, tally] of tallies) {
    const type = readDataTypeId(id)
    if (type === undefined || tally.values < leastLookalikes) continue
    if (tally.confidence < tally.values * refutedMean * 1_000) refuted.add(type)
  }
  return refuted
}

const noTypes: ReadonlySet<DataTypeId> = new Set()
/** A confidence this high came from a telling name or an unmistakable form, whatever the column. */
const beyondRefutation = 0.9

/** The verdict for one value: its strong candidates and those its field agrees on. */
export function resolveCandidates(
  candidates: readonly Candidate[],
  fieldTypes: readonly FieldType[],
  refuted: ReadonlySet<DataTypeId> = noTypes,
): readonly FieldType[] {
  const verdict = new Map<DataTypeId, number>()
  for (const next of candidates) {
    const field = fieldTypes.find((known) => known.type === next.type)
    if (next.confidence === 0 || (!next.strong && field === undefined)) continue
    if (refuted.has(next.type) && next.confidence < beyondRefutation) continue
    const confidence = Math.max(next.confidence, field?.confidence ?? 0)
    verdict.set(next.type, Math.max(verdict.get(next.type) ?? 0, confidence))
  }
  return [...verdict].map(([type, confidence]) => ({ type, confidence }))
}
