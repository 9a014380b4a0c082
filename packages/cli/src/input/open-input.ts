import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { usageError } from '../exit.ts'

/** A file or standard input, decompressed, with its beginning at hand. */
export interface OpenInput {
  readonly name: string
  /** First bytes after decompression, `headBytes` at most. */
  readonly head: Buffer
  /** All bytes, the head included. */
  readonly chunks: AsyncIterable<Buffer>
  /** Why decompression broke off before the end, once it has. */
  readonly damage: () => string | null
}

export const headBytes = 65_536

/** Opens `path`, or standard input for `-`; gzip is told by its signature, not by the name. */
export async function openInput(path: string): Promise<OpenInput> {
  const name = path === '-' ? 'standard input' : path
  const source = path === '-' ? process.stdin : createReadStream(path)
  const chunks = asBuffers(source)
  const first = await firstChunk(chunks, name)
  let damage: string | null = null
  const whole = rejoin(first, chunks)
  const plain = isGzip(first) ? gunzip(whole, (reason) => (damage = reason)) : whole
  const iterator = plain[Symbol.asyncIterator]()
  const read: Buffer[] = []
  let length = 0
  while (length < headBytes) {
    const next = await iterator.next()
    if (next.done === true) break
    read.push(next.value)
    length += next.value.length
  }
  const beginning = Buffer.concat(read)
  return {
    name,
    head: beginning.subarray(0, headBytes),
    chunks: rejoin(beginning, { [Symbol.asyncIterator]: () => iterator }),
    damage: () => damage,
  }
}

async function firstChunk(chunks: AsyncIterator<Buffer>, name: string): Promise<Buffer> {
  try {
    const first = await chunks.next()
    return first.done === true ? Buffer.alloc(0) : first.value
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw usageError(`${name} cannot be read: ${reason}`)
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

async function* asBuffers(source: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    if (Buffer.isBuffer(chunk)) yield chunk
    else if (typeof chunk === 'string') yield Buffer.from(chunk)
  }
}

async function* rejoin(
  first: Buffer,
  rest: AsyncIterable<Buffer> | AsyncIterator<Buffer>,
): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  const iterable = Symbol.asyncIterator in rest ? rest : { [Symbol.asyncIterator]: () => rest }
  yield* iterable
}

/** Yields what could be decompressed; a damaged or cut file ends the input where it breaks. */
async function* gunzip(
  chunks: AsyncIterable<Buffer>,
  onDamage: (reason: string) => void,
): AsyncGenerator<Buffer> {
  const stream = createGunzip()
  const feeding = feed(chunks, stream)
  try {
    yield* asBuffers(stream)
  } catch (cause) {
    onDamage(cause instanceof Error ? cause.message : String(cause))
  }
  await feeding
}

async function feed(
  chunks: AsyncIterable<Buffer>,
  stream: ReturnType<typeof createGunzip>,
): Promise<void> {
  for await (const chunk of chunks) {
    if (stream.destroyed) return
    if (!stream.write(chunk)) await drained(stream)
  }
  stream.end()
}

function drained(stream: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done).off('error', done)
      resolve()
    }
    stream.on('drain', done).on('close', done).on('error', done)
  })
}
