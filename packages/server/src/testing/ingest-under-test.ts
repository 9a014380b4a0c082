import http, { type IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import { listen } from '../http/listen.ts'
import { createInbox, type Inbox } from '../ingest/inbox.ts'
import { createIngest, type IngestOptions } from '../ingest/ingest.ts'
import { hashOfKey } from '../ingest/sensor-keys.ts'
import { Sequences } from '../ingest/sequences.ts'
import { Waiting } from '../ingest/waiting.ts'
import { decodeFrame, type Frame } from '../spool/frame-codec.ts'
import type { Spool } from '../spool/spool.ts'
import { type MemoryFiles, memoryFiles } from './memory-files.ts'
import { openedSpool } from './open-spool.ts'

export interface BatchAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly value: Readonly<Record<string, unknown>>
}

export interface IngestUnderTest {
  readonly port: number
  readonly files: MemoryFiles
  readonly spool: Spool
  readonly waiting: Waiting
  readonly inbox: Inbox
  readonly faults: readonly unknown[]
  readonly clock: { nowMs: number }
  /** Sends a batch with the key of `edge-node` and gives the answer. */
  readonly send: (
    body: string | Uint8Array,
    headers?: Readonly<Record<string, string>>,
    method?: string,
  ) => Promise<BatchAnswer>
  /** A request whose body the test writes and ends; resolves with the answer. */
  readonly open: (headers?: Readonly<Record<string, string>>) => {
    readonly request: http.ClientRequest
    readonly answer: Promise<BatchAnswer>
  }
  /** Frames of the spool, in order. */
  readonly frames: () => Promise<readonly Frame[]>
}

export const sensorKey = 'weir_sensor_of-the-test'
export const otherSensorKey = 'weir_sensor_of-another'
export const foreignKey = 'weir_sensor_of-production'

const keys = [
  { name: 'edge-node', environment: 'staging', hash: hashOfKey(sensorKey) },
  { name: 'other-node', environment: 'staging', hash: hashOfKey(otherSensorKey) },
  { name: 'edge-node', environment: 'production', hash: hashOfKey(foreignKey) },
]

export const smallLimits: IngestOptions['limits'] = {
  maxBodyBytes: 65_536,
  maxInflatedBytes: 131_072,
  inflightBytes: 196_608,
  timeoutMs: 2_000,
  maxLines: 50,
  maxLineBytes: 2_048,
}

export interface IngestGiven {
  readonly limits?: Partial<IngestOptions['limits']>
  readonly maxBytes?: number
  /** Stands before the inbox. */
  readonly around?: (inbox: Inbox) => Inbox
}

/** Ingest over a spool in memory, behind a real listener on a port of its own. */
export async function ingestUnderTest(given: IngestGiven = {}): Promise<IngestUnderTest> {
  const files = memoryFiles()
  const { spool } = await openedSpool(files)
  const waiting = new Waiting(1_000_000)
  const clock = { nowMs: 1_000_000 }
  const faults: unknown[] = []
  const own = createInbox({
    spool,
    waiting,
    maxBytes: given.maxBytes ?? 10_000_000,
    markDue: false,
    now: () => clock.nowMs,
  })
  const inbox = given.around?.(own) ?? own
  const ingest = createIngest({
    keys: { all: () => keys },
    environment: 'staging',
    inbox,
    sequences: new Sequences(),
    limits: { ...smallLimits, ...given.limits },
    now: () => clock.nowMs,
    onFault: (error) => faults.push(error),
  })
  const listening = await listen(ingest, '127.0.0.1', 0)
  onTestFinished(() => listening.close(0))
  const open: IngestUnderTest['open'] = (headers = {}) =>
    openRequest(listening.port, 'POST', headers)
  return {
    port: listening.port,
    files,
    spool,
    waiting,
    inbox,
    faults,
    clock,
    open,
    send: (body, headers = {}, method = 'POST') => {
      const { request, answer } = openRequest(listening.port, method, headers)
      request.end(body)
      return answer
    },
    frames: async () => framesIn(files),
  }
}

async function framesIn(files: MemoryFiles): Promise<readonly Frame[]> {
  const again = await openedSpool(memoryFiles(files.contents))
  return Promise.all(
    again.places.map(async (place) => {
      const frame = decodeFrame(await again.spool.read(place))
      if (frame === null) throw new Error(`frame ${place.frame} cannot be decoded`)
      return frame
    }),
  )
}

function openRequest(
  port: number,
  method: string,
  headers: Readonly<Record<string, string>>,
): ReturnType<IngestUnderTest['open']> {
  const request = http.request({
    host: '127.0.0.1',
    port,
    path: '/v1/exchanges',
    method,
    agent: false,
    headers: { authorization: `Bearer ${sensorKey}`, ...headers },
  })
  const answer = new Promise<BatchAnswer>((resolve, reject) => {
    request.once('response', (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          value: JSON.parse(text),
        })
      })
    })
    // After the answer a refused body may be cut off; before it that is a failure.
    request.on('error', reject)
  })
  return { request, answer }
}
