import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bankDay } from '@weir/testkit'
import { environmentError } from '../exit.ts'

export interface RecordedDay {
  /** Where the exchange lines lie, for `weir analyze`. */
  readonly file: string
  readonly date: string
  /** Removes the file unless it was asked for. */
  readonly dispose: () => void
}

/** The day every recording is of: a Tuesday in March. */
const date = '2026-03-03'

/** Writes the day as a file, kept where `save` says, else gone with the command. */
export function recordDay(seed: string, attack: boolean, save: string | undefined): RecordedDay {
  const lines = bankDay({ seed, date, attack })
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  if (save === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'weir-demo-'))
    const file = join(folder, 'bank-day.ndjson')
    writeFileSync(file, text)
    return { file, date, dispose: () => rmSync(folder, { recursive: true, force: true }) }
  }
  const file = resolve(save)
  try {
    writeFileSync(file, file.endsWith('.gz') ? gzipSync(text) : text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw environmentError(`${save} cannot be written into ${dirname(file)}: ${reason}`, cause)
  }
  return { file, date, dispose: () => undefined }
}
