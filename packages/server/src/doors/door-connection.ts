import type { ServerResponse } from 'node:http'

/** Characters that may wait for one door before it is let go; it comes back and asks for everything. */
const mostWaiting = 16 * 1024 * 1024
/** Written in one go, so that a long list holds nobody else up. */
const chunkChars = 64 * 1024

/** The lines on their way to one door. */
export class DoorConnection {
  readonly #response: ServerResponse
  #waiting: string[] = []
  #chars = 0
  #isPumping = false

  constructor(response: ServerResponse) {
    this.#response = response
  }

  send(message: object): void {
    const line = `${JSON.stringify(message)}\n`
    this.#waiting.push(line)
    this.#chars += line.length
    if (this.#chars > mostWaiting) {
      this.#response.destroy()
      return
    }
    if (!this.#isPumping) this.#pump()
  }

  #pump(): void {
    this.#isPumping = false
    if (this.#waiting.length === 0 || this.#response.destroyed) return
    this.#isPumping = true
    const chunk = this.#take()
    if (this.#response.write(chunk)) setImmediate(() => this.#pump())
    else this.#response.once('drain', () => this.#pump())
  }

  #take(): string {
    let count = 0
    let chars = 0
    for (const line of this.#waiting) {
      if (count > 0 && chars + line.length > chunkChars) break
      chars += line.length
      count += 1
    }
    const taken = this.#waiting.slice(0, count)
    this.#waiting = this.#waiting.slice(count)
    this.#chars -= chars
    return taken.join('')
  }
}
