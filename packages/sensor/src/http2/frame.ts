/** RFC 9113 §6. */
export const frameType = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const

export const frameFlag = {
  endStream: 0x01,
  ack: 0x01,
  endHeaders: 0x04,
  padded: 0x08,
  priority: 0x20,
} as const

/** RFC 9113 §7. What reads answers with one of these: `none` goes on, any other ends the connection. */
export const errorCode = {
  none: 0,
  protocol: 1,
  flowControl: 3,
  streamClosed: 5,
  frameSize: 6,
  refusedStream: 7,
  cancel: 8,
  compression: 9,
  enhanceYourCalm: 11,
} as const

export type ErrorCode = (typeof errorCode)[keyof typeof errorCode]

/** Length, type, flags and stream (RFC 9113 §4.1). */
export const frameHeadBytes = 9
/** What every peer takes, and what we take (RFC 9113 §4.2). */
export const leastFrameBytes = 16_384

export interface FrameHead {
  readonly type: number
  readonly flags: number
  readonly streamId: number
}

export function encodeFrame({ type, flags, streamId }: FrameHead, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(frameHeadBytes + payload.length)
  frame.writeUIntBE(payload.length, 0, 3)
  frame[3] = type
  frame[4] = flags
  frame.writeUInt32BE(streamId, 5)
  frame.set(payload, frameHeadBytes)
  return frame
}

/** RST_STREAM and WINDOW_UPDATE carry one number. */
export function encodeNumberFrame(type: number, streamId: number, value: number): Buffer {
  const payload = Buffer.allocUnsafe(4)
  payload.writeUInt32BE(value)
  return encodeFrame({ type, flags: 0, streamId }, payload)
}

export function encodeGoAway(lastStreamId: number, code: ErrorCode): Buffer {
  const payload = Buffer.allocUnsafe(8)
  payload.writeUInt32BE(lastStreamId, 0)
  payload.writeUInt32BE(code, 4)
  return encodeFrame({ type: frameType.goAway, flags: 0, streamId: 0 }, payload)
}
