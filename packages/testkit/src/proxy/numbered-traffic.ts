import type { RequestListener } from 'node:http'
import type { Exchange, Payload } from '@weir/schema'
import { bodyOf } from './http-call.ts'

/** More than any body; each body is a piece of it. */
const pool = randomBytes(512 * 1024)
const letters = Buffer.from(pool.map((byte) => 32 + (byte % 90)))
const workers = 32

/** The same bytes every time: xorshift, George Marsaglia 2003. */
function randomBytes(count: number): Buffer {
  const bytes = Buffer.alloc(count)
  let state = 0x9e3779b9
  for (let at = 0; at < count; at += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = state & 0xff
  }
  return bytes
}

/**
 * The body of the message with this number, which anybody can tell who knows the number. Mostly small, now and then
 * larger than what sensors keep; every third is text.
 */
export function bodyFor(number: number, salt: number): Buffer {
  const seed = (number * 2_654_435_761 + salt * 40_503) >>> 0
  const size = number % 50 === salt ? seed % 150_000 : seed % 3_000
  const from = number % 3 === 0 ? letters : pool
  const start = seed % (pool.length - size)
  return from.subarray(start, start + size)
}

/** The number in `/things/17`. */
export function numberOf(url: string | undefined): number {
  return Number(url?.split('/')[2])
}

/** Answers with the body for its number; 500 where what came is not what was sent. */
export const numberedService: RequestListener = (request, response) => {
  const number = numberOf(request.url)
  bodyOf(request).then(
    (body) => {
      response.statusCode = body.equals(bodyFor(number, 1)) ? 200 : 500
      response.end(bodyFor(number, 2))
    },
    () => response.destroy(),
  )
}

/**
 * What is wrong with an exchange of a numbered service, as a sensor showed it; null for nothing. A body that was cut has
 * `leastBytes` at least.
 */
export function faultOf({ request, response }: Exchange, leastBytes: number): string | null {
  const number = numberOf(request?.url)
  if (response?.status !== 200) return `${number}: status ${response?.status}`
  const fault =
    faultOfBytes(request, bodyFor(number, 1), leastBytes) ??
    faultOfBytes(response, bodyFor(number, 2), leastBytes)
  return fault === null ? null : `${number}: ${fault}`
}

function faultOfBytes(payload: Payload | null, sent: Buffer, leastBytes: number): string | null {
  if (payload === null) return 'no message'
  const kept = payload.body.length
  if (!sent.subarray(0, kept).equals(payload.body)) return 'other bytes'
  if (payload.bodySize !== sent.length) return `${payload.bodySize} of ${sent.length} bytes told`
  if (payload.truncated !== kept < sent.length) return `${kept} kept, cut: ${payload.truncated}`
  return payload.truncated && kept < leastBytes ? `only ${kept} kept` : null
}

export type Send = (number: number) => Promise<void>

/** Sends the numbers from 0: some as fast as it goes, the others at half of that rate. */
export async function halfLoad(send: Send, warmUp: number, requests: number): Promise<void> {
  const perMs = await burst(send, warmUp)
  await steadily(send, warmUp, requests, perMs / 2)
}

/** 32 at once, as fast as it goes; tells how many went in a millisecond. */
async function burst(send: Send, count: number): Promise<number> {
  const began = performance.now()
  let next = 0
  const work = async (): Promise<void> => {
    while (next < count) {
      next += 1
      await send(next - 1)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return count / (performance.now() - began)
}

/** Begins so many in each millisecond, whether or not those before are answered. */
async function steadily(send: Send, first: number, count: number, perMs: number): Promise<void> {
  const began = performance.now()
  const under: Promise<void>[] = []
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.ceil((performance.now() - began) * perMs))
    for (; sent < due; sent += 1) under.push(send(first + sent))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(under)
}
