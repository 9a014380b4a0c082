import type { FieldLocation, LeafKind } from '@weir/schema'
import type { DataTypeId } from './data-types.ts'
import { type KeyReading, readProse } from './key-words.ts'
import type { TextFeatures } from './text-features.ts'

/** Where a leaf stands. */
export interface LeafContext {
  /** Name of the field; for elements of an array the nearest named ancestor's. */
  readonly key: string
  readonly parentKey: string
  /** Lower-case keys of the same object; null where there is none. */
  readonly siblings: ReadonlySet<string> | null
  readonly location: FieldLocation
  /** Template path, `items[].email`. */
  readonly path: string
}

/** What a value may be, judged alone in its context. */
export interface Candidate {
  readonly type: DataTypeId
  /** 0 … 1; 0 says the value has the type's shape and fails its check. */
  readonly confidence: number
  /** This one value is enough to report. */
  readonly strong: boolean
  /** Span in the text; a whole value is `[0, text.length]`. */
  readonly start: number
  readonly end: number
}

export interface Scan {
  readonly text: string
  readonly kind: LeafKind
  readonly features: TextFeatures
  readonly reading: KeyReading
  readonly context: LeafContext
}

/** How far a match may be believed under which kind of name. */
export interface Credence {
  readonly type: DataTypeId
  /** Under a name that tells nothing. */
  readonly alone: number
  /** Under a name that tells of this type. */
  readonly named: number
  /** Its check and shape outweigh a name that tells of something else. */
  readonly unmistakable?: boolean
  /** No separators or letters: could as well be any identifier. */
  readonly bare?: boolean
}

export type Detector = (scan: Scan, found: Candidate[]) => void

export const strongConfidence = 0.6
const otherNamePenalty = 0.2
const bareIdentifierFactor = 0.6
const cueCharsBefore = 48
const cueCharsAfter = 20

export function isWhole(text: string, start: number, end: number): boolean {
  if (start === 0 && end === text.length) return true
  if (start + text.length - end > 16) return false
  return text.slice(0, start).trim() === '' && text.slice(end).trim() === ''
}

/** What the surroundings of a span tell: the key for a whole value, else the words beside it. */
export function readingAt(scan: Scan, start: number, end: number): KeyReading {
  if (isWhole(scan.text, start, end)) return scan.reading
  const before = scan.text.slice(Math.max(0, start - cueCharsBefore), start)
  const prose = readProse(before, scan.text.slice(end, end + cueCharsAfter))
  if (scan.reading.named.size === 0) return prose
  return { ...prose, named: new Set([...scan.reading.named, ...prose.named]) }
}

export function confidenceUnder(reading: KeyReading, credence: Credence): number {
  if (reading.named.has(credence.type)) return credence.named
  if (credence.unmistakable === true) return credence.alone
  if (reading.stance === 'opposed') return 0
  if (reading.named.size > 0 && !reading.fromProse)
    return Math.max(0, credence.alone - otherNamePenalty)
  if (reading.stance === 'identifier' && credence.bare === true) {
    return credence.alone * bareIdentifierFactor
  }
  return credence.alone
}

/** Adds a match with the confidence its surroundings give it; nothing when they give none. */
export function addMatch(
  scan: Scan,
  found: Candidate[],
  start: number,
  end: number,
  credence: Credence,
): void {
  const confidence = confidenceUnder(readingAt(scan, start, end), credence)
  if (confidence > 0) found.push(candidate(credence.type, confidence, start, end))
}

/** Adds what a type of people's own makes of a span; their word on names is taken as it is. */
export function addOwnMatch(
  found: Candidate[],
  type: DataTypeId,
  confidence: number,
  start: number,
  end: number,
): void {
  found.push(candidate(type, confidence, start, end))
}

export function candidate(
  type: DataTypeId,
  confidence: number,
  start: number,
  end: number,
): Candidate {
  return { type, confidence, strong: confidence >= strongConfidence, start, end }
}
