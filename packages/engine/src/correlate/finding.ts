import type { FieldLocation } from '@weir/schema'
import { type Codec, integer, list, oneOf, real, record, text } from '../lib/codec.ts'
import { severities, type Severity } from './facts.ts'

/** Where in an operation something was seen. */
export interface FieldPlace {
  readonly in: FieldLocation
  readonly path: string
}

/** A hint one exchange gave; at 0.5 and above it raises a finding. */
export interface Signal {
  readonly tracker: string
  /** 0 to 1. */
  readonly score: number
  readonly field: FieldPlace | null
  /** One sentence with the evidence, values masked. */
  readonly why: string
  /** Tells findings of one actor and tracker apart. */
  readonly scope: string
}

/** Something to look at: who, what, the exchanges, and what to do. It evolves as more comes in. */
export interface Finding {
  readonly id: string
  readonly tracker: string
  readonly title: string
  severity: Severity
  score: number
  readonly actor: string
  readonly service: string
  readonly scope: string
  why: string
  readonly todo: string
  count: number
  firstMs: number
  lastMs: number
  /** First exchanges that raised it, by their sequence numbers. */
  readonly evidence: number[]
}

export const findingCodec: Codec<Finding> = record({
  id: text,
  tracker: text,
  title: text,
  severity: oneOf<Severity>(severities),
  score: real,
  actor: text,
  service: text,
  scope: text,
  why: text,
  todo: text,
  count: integer,
  firstMs: real,
  lastMs: real,
  evidence: list(integer),
})

/** An ordered chain of findings that belong together. */
export interface Incident {
  readonly id: string
  severity: Severity
  readonly findings: string[]
  readonly trackers: string[]
  readonly actors: string[]
  /** Why the chain holds together, in the order it came about. */
  readonly story: string[]
  firstMs: number
  lastMs: number
}

export const incidentCodec: Codec<Incident> = record({
  id: text,
  severity: oneOf<Severity>(severities),
  findings: list(text),
  trackers: list(text),
  actors: list(text),
  story: list(text),
  firstMs: real,
  lastMs: real,
})
