import { type ErrorCode, errorCode, leastFrameBytes } from './frame.ts'

/** RFC 9113 §6.5.2. */
export const settingId = {
  enablePush: 2,
  maxConcurrentStreams: 3,
  initialWindowSize: 4,
  maxFrameSize: 5,
  maxHeaderListSize: 6,
} as const

export const initialWindowBytes = 65_535
export const largestWindow = 0x7fffffff
const largestFrame = 0xffffff
const entryBytes = 6

/** What the other side told of itself, as far as it binds what we send. */
export interface PeerSettings {
  readonly windowBytes: number
  readonly frameBytes: number
}

export const firstSettings: PeerSettings = {
  windowBytes: initialWindowBytes,
  frameBytes: leastFrameBytes,
}

/** Reads SETTINGS over what held before; a code where the connection ends for it (RFC 9113 §6.5). */
export function readSettings(payload: Buffer, before: PeerSettings): PeerSettings | ErrorCode {
  if (payload.length % entryBytes !== 0) return errorCode.frameSize
  let { windowBytes, frameBytes } = before
  for (let at = 0; at < payload.length; at += entryBytes) {
    const value = payload.readUInt32BE(at + 2)
    switch (payload.readUInt16BE(at)) {
      case settingId.enablePush:
        if (value > 1) return errorCode.protocol
        break
      case settingId.initialWindowSize:
        if (value > largestWindow) return errorCode.flowControl
        windowBytes = value
        break
      case settingId.maxFrameSize:
        if (value < leastFrameBytes || value > largestFrame) return errorCode.protocol
        frameBytes = value
        break
    }
  }
  return { windowBytes, frameBytes }
}

export function encodeSettings(settings: readonly (readonly [number, number])[]): Buffer {
  const payload = Buffer.allocUnsafe(settings.length * entryBytes)
  for (const [index, [id, value]] of settings.entries()) {
    payload.writeUInt16BE(id, index * entryBytes)
    payload.writeUInt32BE(value, index * entryBytes + 2)
  }
  return payload
}
