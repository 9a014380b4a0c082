import type { SeenLine } from '../seen-line.ts'

/** How exchanges are put into a batch (`spec/ingest.md`). */
export interface LineFormat {
  readonly contentType: string
  readonly prepare: (line: SeenLine) => PreparedLine
  /** Where the line that begins at `at` ends. */
  readonly endOf: (bytes: Uint8Array, at: number) => number
}

export interface PreparedLine {
  /** Writes it between `at` and `end`; gives how many bytes it took, or `noRoom`. */
  readonly write: (into: Buffer, at: number, end: number) => number
  /** As many bytes as it can take; so much room is always enough. */
  readonly most: () => number
}

export const noRoom = -1

export const wireNames = ['protobuf', 'json'] as const
export type WireName = (typeof wireNames)[number]
