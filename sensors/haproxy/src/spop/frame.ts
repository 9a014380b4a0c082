import { Cursor } from './cursor.ts'
import { pushVarint } from './varint.ts'

/**
 * A frame (SPOE.txt §3.2), after its length of four bytes:
 *
 *     type: 1 byte   flags: 4 bytes   stream id: varint   frame id: varint   payload
 */
export interface Frame {
  readonly type: number
  readonly flags: number
  readonly streamId: number
  readonly frameId: number
  readonly payload: Buffer
}

export const frameType = {
  /** Every fragment of a payload but its first. */
  unset: 0,
  haproxyHello: 1,
  haproxyDisconnect: 2,
  notify: 3,
  agentHello: 101,
  agentDisconnect: 102,
  ack: 103,
} as const

export const frameFlag = {
  /** The last fragment, or the only one. */
  fin: 1,
  abort: 2,
} as const

export const lengthBytes = 4

/** Null where the bytes are no frame. */
export function readFrame(bytes: Buffer): Frame | null {
  const cursor = new Cursor(bytes)
  const frame = {
    type: cursor.byte(),
    flags: cursor.word(),
    streamId: cursor.count(),
    frameId: cursor.count(),
    payload: cursor.rest(),
  }
  return cursor.failed ? null : frame
}

/** The frame as it travels, with its length. */
export function encodeFrame({ type, flags, streamId, frameId, payload }: Frame): Buffer {
  const ids: number[] = []
  pushVarint(ids, streamId)
  pushVarint(ids, frameId)
  const length = 1 + 4 + ids.length + payload.length
  const bytes = Buffer.allocUnsafe(lengthBytes + length)
  bytes.writeUInt32BE(length, 0)
  bytes.writeUInt8(type, lengthBytes)
  bytes.writeUInt32BE(flags, lengthBytes + 1)
  bytes.set(ids, lengthBytes + 5)
  bytes.set(payload, lengthBytes + 5 + ids.length)
  return bytes
}
