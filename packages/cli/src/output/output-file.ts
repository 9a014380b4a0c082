import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { environmentError } from '../exit.ts'

/** A file written line by line that waits for the disk and says when the disk refuses. */
export class OutputFile {
  readonly #stream: WriteStream
  readonly #path: string
  #error: Error | null = null

  constructor(path: string) {
    this.#path = path
    this.#stream = createWriteStream(path)
    this.#stream.on('error', (error) => {
      this.#error = error
    })
  }

  async write(text: string): Promise<void> {
    if (this.#error !== null) throw this.#refused(this.#error)
    if (this.#stream.write(text)) return
    await this.#settled('drain')
  }

  async close(): Promise<void> {
    this.#stream.end()
    if (!this.#stream.closed) await this.#settled('close')
    if (this.#error !== null) throw this.#refused(this.#error)
  }

  async #settled(event: 'drain' | 'close'): Promise<void> {
    try {
      // `once` rejects when the stream fails meanwhile.
      await once(this.#stream, event)
    } catch (cause) {
      throw this.#refused(cause)
    }
  }

  #refused(cause: unknown): Error {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return environmentError(`${this.#path} cannot be written: ${reason}`, cause)
  }
}
