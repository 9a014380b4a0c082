import type { ExchangeLine } from '@weir/schema'

/** How exchanges are put into a batch (`spec/ingest.md`). */
export interface LineFormat {
  readonly contentType: string
  /** Ready to be written: `most` bytes at most, at `at`; gives how many it were. */
  readonly prepare: (line: ExchangeLine) => PreparedLine
  /** Where the line that begins at `at` ends. */
  readonly endOf: (bytes: Uint8Array, at: number) => number
}

export interface PreparedLine {
  readonly most: number
  readonly write: (into: Buffer, at: number) => number
}

export const wireNames = ['json', 'protobuf'] as const
export type WireName = (typeof wireNames)[number]
