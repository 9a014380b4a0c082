import { varint } from './varint.ts'

/** Of a length: five times seven bits are more than any body has. */
const longestPrefix = 5

/** Where one message of a batch stands. */
export interface FramePlace {
  readonly start: number
  /** Never beyond the end of the bytes. */
  readonly end: number
}

/** A message behind its length, as batches have them (`spec/exchange.proto`). */
export function lengthPrefix(length: number): Uint8Array {
  return Uint8Array.from(varint(length))
}

/** The message whose length is written at `at`; what has no length has no end, and takes all the rest. */
export function frameAt(bytes: Uint8Array, at: number): FramePlace {
  let length = 0
  for (let index = 0, scale = 1; index < longestPrefix; index += 1, scale *= 128) {
    const byte = bytes[at + index]
    if (byte === undefined) break
    length += (byte & 127) * scale
    if (byte < 128) {
      const start = at + index + 1
      return { start, end: Math.min(bytes.length, start + length) }
    }
  }
  return { start: at, end: bytes.length }
}
