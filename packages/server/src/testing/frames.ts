import type { BatchFrame, RepeatFrame } from '../spool/frame-codec.ts'

const origin = {
  sensor: 'edge-node',
  boot: 'boot-1',
  seq: 1,
  arrivalMs: 1_000_000,
  own: null,
  agent: null,
} as const

/** A batch of which a test states only what matters. */
export function batchFrame(given: Partial<BatchFrame> = {}): BatchFrame {
  return {
    kind: 'batch',
    ...origin,
    accepted: 0,
    format: 'ndjson',
    rejected: {},
    lines: new Uint8Array(0),
    ...given,
  }
}

export function repeatFrame(given: Partial<RepeatFrame> = {}): RepeatFrame {
  return { kind: 'repeat', ...origin, repeated: 1, ...given }
}
