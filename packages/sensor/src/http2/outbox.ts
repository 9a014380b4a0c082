import type { Socket } from 'node:net'

/** Frames that are made in one turn go out in one write. */
export class Outbox {
  readonly #socket: Socket
  #frames: Buffer[] = []

  constructor(socket: Socket) {
    this.#socket = socket
  }

  /** Bytes the other side has not taken. */
  get unreadBytes(): number {
    return this.#socket.writableLength
  }

  put(frame: Buffer): void {
    this.#frames.push(frame)
  }

  send(): void {
    const frames = this.#frames
    const [first] = frames
    if (first === undefined) return
    this.#frames = []
    if (this.#socket.writable)
      this.#socket.write(frames.length === 1 ? first : Buffer.concat(frames))
  }
}
