import type { Socket } from 'node:net'

/** What is made for one connection in one turn goes out in one write. */
export class Outbox {
  readonly #socket: Socket
  readonly #unreadBytes: number
  #parts: Uint8Array[] = []

  /** Who leaves more than `unreadBytes` unread is no proxy: the connection is destroyed. */
  constructor(socket: Socket, unreadBytes: number) {
    this.#socket = socket
    this.#unreadBytes = unreadBytes
  }

  put(part: Uint8Array): void {
    this.#parts.push(part)
  }

  send(): void {
    const parts = this.#parts
    const [first] = parts
    if (first === undefined) return
    this.#parts = []
    if (this.#socket.writable) this.#socket.write(parts.length === 1 ? first : Buffer.concat(parts))
    if (this.#socket.writableLength > this.#unreadBytes) this.#socket.destroy()
  }
}
