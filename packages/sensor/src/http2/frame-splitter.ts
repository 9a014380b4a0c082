import { frameHeadBytes, leastFrameBytes } from './frame.ts'

/** What a frame says; `payload` is only valid meanwhile. */
export type TakeFrame = (type: number, flags: number, streamId: number, payload: Buffer) => boolean

const nothing = Buffer.alloc(0)
const streamIdMask = 0x7fffffff

/** Finds the frames in the bytes of a connection, wherever reads cut them; what it keeps is less than one frame. */
export class FrameSplitter {
  #kept = nothing

  get held(): number {
    return this.#kept.length
  }

  /** Hands on whole frames until `take` says that it wants no more; false where one is longer than we take. */
  push(chunk: Buffer, take: TakeFrame): boolean {
    const bytes = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk])
    this.#kept = nothing
    let at = 0
    while (bytes.length - at >= frameHeadBytes) {
      const length = bytes.readUIntBE(at, 3)
      if (length > leastFrameBytes) return false
      const start = at + frameHeadBytes
      const end = start + length
      if (end > bytes.length) break
      const streamId = bytes.readUInt32BE(at + 5) & streamIdMask
      const payload = length === 0 ? nothing : bytes.subarray(start, end)
      at = end
      if (!take(bytes[start - 6] ?? 0, bytes[start - 5] ?? 0, streamId, payload)) return true
    }
    // A copy: the chunk's memory is part of something larger.
    if (at < bytes.length) this.#kept = Buffer.from(bytes.subarray(at))
    return true
  }
}
