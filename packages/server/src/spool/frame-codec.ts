import { z } from 'zod'

/**
 * What one frame of the spool says. Together, in order, frames are everything that changes state:
 *
 *     payload  head length u32 LE, head (JSON), lines (as `format` says; only of a batch)
 */
export type Frame = BatchFrame | RepeatFrame | MarkFrame

const count = z.number().int().min(0)

/** What a sensor says of itself since its start. */
const ownBalance = z.object({ observed: count, sent: count, dropped: count, droppedBy: z.string() })
export type OwnBalance = z.output<typeof ownBalance>

const origin = {
  sensor: z.string(),
  boot: z.string().nullable(),
  seq: count.nullable(),
  arrivalMs: z.number(),
  own: ownBalance.nullable(),
  agent: z.string().nullable(),
}

const head = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('batch'),
    ...origin,
    accepted: count,
    /** Missing in frames of before there was another. */
    format: z.enum(['ndjson', 'protobuf']).default('ndjson'),
    /** Lines that are not in it, by reason. */
    rejected: z.record(z.string(), count),
  }),
  z.object({ kind: z.literal('repeat'), ...origin, repeated: count }),
  z.object({ kind: z.literal('mark'), arrivalMs: z.number() }),
])
type Head = z.output<typeof head>

export type BatchFrame = Extract<Head, { kind: 'batch' }> & { readonly lines: Uint8Array }
export type RepeatFrame = Extract<Head, { kind: 'repeat' }>
export type MarkFrame = Extract<Head, { kind: 'mark' }>

const lengthBytes = 4
const nothing = new Uint8Array(0)

export function encodeFrame(frame: Frame): Uint8Array {
  const { lines, ...fields } = frame.kind === 'batch' ? frame : { ...frame, lines: nothing }
  const text = Buffer.from(JSON.stringify(fields), 'utf8')
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32LE(text.length)
  return Buffer.concat([length, text, lines])
}

/** Null when the bytes are no frame of this version. */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < lengthBytes) return null
  const end = lengthBytes + buffer.readUInt32LE()
  if (end > buffer.length) return null
  const parsed = head.safeParse(parse(buffer.toString('utf8', lengthBytes, end)))
  if (!parsed.success) return null
  const { data } = parsed
  if (data.kind === 'batch') return { ...data, lines: bytes.subarray(end) }
  return end === buffer.length ? data : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
