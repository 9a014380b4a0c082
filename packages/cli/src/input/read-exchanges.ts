import { decodeExchange, type Exchange, type Result } from '@weir/schema'
import { usageError } from '../exit.ts'
import { accessLogLine, looksLikeAccessLog } from './access-log.ts'
import { harEntry } from './har.ts'
import { readLines } from './lines.ts'
import type { OpenInput } from './open-input.ts'

/** What an input yields: an exchange, or a line that is none. */
export interface InputItem {
  /** Line, or entry of an archive, from 1. */
  readonly line: number
  readonly result: Result<Exchange>
}

export type InputFormat = 'exchange lines' | 'HAR' | 'access log'

const limits = {
  /** Bytes of one exchange line: a body of 64 MB as base64, and its headers. */
  line: 128 * 1024 * 1024,
  /** Bytes of a HAR archive, which has to be read whole. */
  archive: 512 * 1024 * 1024,
} as const

const accepted =
  'weir analyze reads exchange lines (NDJSON, one exchange a line: spec/exchange.md), HAR 1.2 archives and access logs in the combined format, each also gzipped'

/** Tells the format by content and reads the exchanges. Throws when the content is neither. */
export async function* readExchanges(
  input: OpenInput,
  onFormat: (format: InputFormat) => void,
): AsyncGenerator<InputItem> {
  const start = input.head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (start === '') return
  if (/^\{\s*"log"\s*:/.test(start) || /^\{\s*$/.test(start.split('\n', 1)[0] ?? '')) {
    onFormat('HAR')
    yield* readArchive(input)
    return
  }
  if (looksLikeAccessLog(start)) {
    onFormat('access log')
    yield* readEachLine(input, (bytes) => accessLogLine(bytes.toString('utf8'), input.name))
    return
  }
  onFormat('exchange lines')
  yield* readEachLine(input, parseLine)
}

async function* readEachLine(
  input: OpenInput,
  parse: (bytes: Buffer) => Result<Exchange>,
): AsyncGenerator<InputItem> {
  let first = true
  let last = 0
  for await (const { number, bytes } of readLines(input.chunks, limits.line)) {
    if (bytes !== null && isBlank(bytes)) continue
    const result = bytes === null ? tooLong : parse(bytes)
    if (first && !result.ok) throw unknownFormat(input, number, bytes, result.problem)
    first = false
    last = number
    yield { line: number, result }
  }
  const damage = input.damage()
  if (damage === null) return
  const problem = `the gzip data breaks off: ${damage}`
  if (first) throw unknownFormat(input, 1, null, problem)
  yield { line: last + 1, result: { ok: false, problem } }
}

const tooLong: Result<Exchange> = { ok: false, problem: `longer than ${limits.line} bytes` }

function isBlank(bytes: Buffer): boolean {
  return bytes.length < 3 && bytes.toString('latin1').trim() === ''
}

function parseLine(bytes: Buffer): Result<Exchange> {
  try {
    const text = bytes.toString('utf8')
    return decodeExchange(JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text))
  } catch {
    return { ok: false, problem: 'not JSON' }
  }
}

function unknownFormat(
  input: OpenInput,
  line: number,
  bytes: Buffer | null,
  problem: string,
): Error {
  const shown = (bytes ?? Buffer.alloc(0)).subarray(0, 80).toString('utf8')
  const printable = shown.replace(/[^\x20-\x7e]/g, '·')
  return usageError(
    `${input.name}, line ${line}: ${problem}\n  ${printable}${shown.length >= 80 ? '…' : ''}\n${accepted}`,
  )
}

async function* readArchive(input: OpenInput): AsyncGenerator<InputItem> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of input.chunks) {
    size += chunk.length
    if (size > limits.archive) throw usageError(`${input.name}: a HAR archive over 512 MB`)
    chunks.push(chunk)
  }
  const entries = archiveEntries(Buffer.concat(chunks))
  if (entries === null) throw unknownFormat(input, 1, input.head, archiveProblem(input.damage()))
  let line = 0
  for (const entry of entries) {
    line += 1
    yield { line, result: harEntry(entry) }
  }
}

function archiveProblem(damage: string | null): string {
  return damage === null ? 'no HAR archive' : `no whole HAR archive: ${damage}`
}

function archiveEntries(bytes: Buffer): readonly unknown[] | null {
  try {
    const text = bytes.toString('utf8')
    const archive: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
    const entries = memberOf(memberOf(archive, 'log'), 'entries')
    return Array.isArray(entries) ? entries : null
  } catch {
    return null
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map(Object.entries(value)).get(name)
    : null
}
