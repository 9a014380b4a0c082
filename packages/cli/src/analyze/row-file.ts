import { createReadStream, createWriteStream, mkdtempSync, rmSync, type WriteStream } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Row, Signal } from '@weir/engine'

/** A judged exchange on disk: names, places, hashes and type candidates, never a value. */
export interface JudgedRow {
  readonly id: string
  readonly row: Row
  readonly signals: readonly Signal[]
  readonly findings: readonly string[]
  readonly score: number
}

/**
 * Rows wait in a temporary file for what later input teaches, because memory must not grow with the
 * input. The file is readable by its owner only and goes when the run ends.
 */
export class RowFile {
  readonly #folder: string
  readonly #stream: WriteStream

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'weir-'))
    this.#stream = createWriteStream(this.#path, { mode: 0o600 })
  }

  get #path(): string {
    return join(this.#folder, 'rows.ndjson')
  }

  async append(judged: JudgedRow): Promise<void> {
    if (!this.#stream.write(`${JSON.stringify(judged)}\n`)) await once(this.#stream, 'drain')
  }

  /** Ends writing and reads the rows back in order. */
  async *rows(): AsyncGenerator<JudgedRow> {
    this.#stream.end()
    await once(this.#stream, 'close')
    const lines = createInterface({ input: createReadStream(this.#path), crlfDelay: Infinity })
    // Our own file, written above by this process.
    for await (const line of lines) yield JSON.parse(line) as JudgedRow
  }

  dispose(): void {
    // What was not written yet is not wanted any more.
    this.#stream.on('error', () => undefined).destroy()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
