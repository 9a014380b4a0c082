import http from 'node:http'
import { onTestFinished } from 'vitest'
import { listen } from '../http/listen.ts'
import { createRouter } from '../http/router.ts'
import { createInbox } from '../ingest/inbox.ts'
import { createIngest, ingestPath, type IngestOptions } from '../ingest/ingest.ts'
import { hashOfKey } from '../ingest/sensor-keys.ts'
import { TurnedAway } from '../coverage/turned-away.ts'
import { Sequences } from '../ingest/sequences.ts'
import { Waiting } from '../ingest/waiting.ts'
import { openSpool } from '../spool/spool.ts'
import { type MemoryDisk, memoryDisk } from './memory-disk.ts'

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: unknown
}

export interface IngestUnderTest {
  readonly port: number
  readonly disk: MemoryDisk
  readonly waiting: Waiting
  readonly faults: readonly unknown[]
  /** Lets time pass for whoever asks what it is. */
  advance(ms: number): void
  post(body: string | Uint8Array, headers?: http.OutgoingHttpHeaders): Promise<Answer>
  /** A request whose body the test sends itself. */
  begin(headers?: http.OutgoingHttpHeaders): http.ClientRequest
}

export const keyOfEdge = 'weir_key-of-edge'
export const keyOfStaging = 'weir_key-of-staging'

const roomy = {
  maxBodyBytes: 100_000,
  maxInflatedBytes: 200_000,
  timeoutMs: 5_000,
  inflightBytes: 400_000,
  maxLines: 100,
  maxLineBytes: 10_000,
}

/** Everything between the listener and the line for analysis, over a disk in memory. */
export async function ingestUnderTest(
  limits: Partial<IngestOptions['limits']> & { readonly spoolBytes?: number } = {},
): Promise<IngestUnderTest> {
  let nowMs = 1_790_000_000_000
  const faults: unknown[] = []
  const now = (): number => nowMs
  const disk = memoryDisk()
  const waiting = new Waiting(1_000_000)
  const spool = await openSpool({
    folder: '/spool',
    storage: Buffer.alloc(32, 7),
    files: disk,
    syncMs: 0,
    after: -1,
    nextFrame: 0,
    onRecovered: () => undefined,
    onFailed: () => undefined,
  })
  const maxBytes = limits.spoolBytes ?? 10_000_000
  const inbox = createInbox({ spool, waiting, maxBytes, markDue: false, now })
  const ingest = createIngest({
    keys: { all: () => keys },
    environment: 'production',
    inbox,
    sequences: new Sequences(),
    turnedAway: new TurnedAway(now),
    limits: { ...roomy, ...limits },
    now,
    onFault: (error) => faults.push(error),
  })
  const nobody = (_: http.IncomingMessage, response: http.ServerResponse): void => {
    response.writeHead(404).end()
  }
  const hub = { problems: () => [] }
  const noDoors = { handle: () => false }
  const router = createRouter({ hub, ingest, doors: noDoors, api: nobody, allowedHosts: [] })
  const listening = await listen(router, '127.0.0.1', 0)
  const { port } = listening
  onTestFinished(async () => {
    await listening.close(0)
    await spool.close()
  })
  const begin = (headers: http.OutgoingHttpHeaders = {}): http.ClientRequest =>
    beginAt(port, headers)
  return {
    port,
    disk,
    waiting,
    faults,
    begin,
    advance: (ms) => {
      nowMs += ms
    },
    post: (body, headers = {}) => {
      const request = begin(headers)
      const answer = answerTo(request)
      request.end(body)
      return answer
    },
  }
}

const keys = [
  { name: 'edge', environment: 'production', hash: hashOfKey(keyOfEdge) },
  { name: 'far', environment: 'staging', hash: hashOfKey(keyOfStaging) },
]

/** A connection of its own, so that one that is closed closes nothing else. */
function beginAt(port: number, headers: http.OutgoingHttpHeaders): http.ClientRequest {
  return http.request({
    port,
    host: '127.0.0.1',
    path: ingestPath,
    method: 'POST',
    agent: false,
    headers: {
      authorization: `Bearer ${keyOfEdge}`,
      'content-type': 'application/x-ndjson',
      ...headers,
    },
  })
}

export function answerTo(request: http.ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // An answer may come before the whole body is sent; what happens to the rest is no matter then.
    request.once('error', reject)
    request.once('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.once('error', reject)
      response.once('end', () => {
        const text = Buffer.concat(parts).toString()
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, body: text === '' ? null : JSON.parse(text) })
      })
    })
  })
}
