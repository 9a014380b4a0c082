import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { createHmac } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { type Api, type ApiOptions, createApi } from '../api/api.ts'
import { Coverage } from '../coverage/coverage.ts'
import { createDoors } from '../doors/create-doors.ts'
import { deriveKeys } from '../secrets/keyed-hasher.ts'
import { openCorrections } from '../stores/corrections.ts'
import { openOwnTypes } from '../stores/own-types.ts'
import { openSensorKeys } from '../stores/sensor-keys.ts'
import { openSpecs } from '../stores/specs.ts'
import { type FakeHub, fakeHub } from './fake-hub.ts'
import { type ManualClock, manualClock } from './manual-clock.ts'
import { memoryDocuments } from './memory-documents.ts'
import { type MemoryLedger, memoryLedger } from './memory-ledger.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Without the API token. */
  readonly isStranger?: boolean
}

export interface ApiUnderTest {
  readonly api: Api
  readonly hub: FakeHub
  readonly ledger: MemoryLedger
  readonly clock: ManualClock
  readonly port: number
  readonly reported: readonly unknown[]
  /** Asks with the API token unless told otherwise. */
  readonly ask: (path: string, question?: Question) => Promise<Answer>
  readonly json: (path: string, question?: Question) => Promise<unknown>
  /** An answer whose body is read by the test. */
  readonly open: (path: string, question?: Question) => Promise<IncomingMessage>
}

export const apiToken = 'weir_api_of-the-test'

/** The API over a fake hub and a ledger in memory, on a port of its own. */
export async function apiUnderTest(given: Partial<ApiOptions> = {}): Promise<ApiUnderTest> {
  const clock = manualClock()
  const ledger = memoryLedger()
  const hub = fakeHub()
  const reported: unknown[] = []
  const sensorKeys = await openSensorKeys({
    documents: memoryDocuments(),
    audit: ledger,
    clock,
    environment: 'staging',
    hash: (key) => createHmac('sha256', 'test').update(key).digest(),
  })
  const stores = { documents: memoryDocuments(), audit: ledger, clock }
  const corrections = await openCorrections(stores)
  const ownTypes = await openOwnTypes(stores)
  const specs = await openSpecs(stores)
  const derived = deriveKeys(Buffer.alloc(32, 9))
  const coverage = new Coverage({
    now: () => clock.now(),
    hashOfCredential: (octets) => derived.hasher.credential(octets),
  })
  const doors = await createDoors({
    hub,
    respond: [],
    stores,
    derived,
    first: { name: 'first', environment: 'staging', hash: Buffer.alloc(32) },
    sensorKeys,
    networks: [],
    turnedAway: coverage.turnedAway,
    clock,
    onFault: (error) => reported.push(error),
  })
  const api = await createApi({
    hub,
    ledger,
    ledgerRestarts: () => 3,
    sensorKeys,
    corrections,
    ownTypes,
    specs,
    doors,
    coverage,
    keys: { session: Buffer.alloc(32, 7), apiToken },
    allowedHosts: ['weir.example'],
    consoleFolder: null,
    clock,
    version: '1.2.3',
    report: (error) => reported.push(error),
    ...given,
  })
  const server = http.createServer((request, response) => api.handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    await api.close()
    doors.close()
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const open = async (path: string, question: Question = {}): Promise<IncomingMessage> => {
    const { method = 'GET', headers = {}, body, isStranger = false } = question
    const request = http.request({
      host: '127.0.0.1',
      port,
      path,
      method,
      agent: false,
      headers: {
        ...(isStranger ? {} : { authorization: `Bearer ${apiToken}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    })
    request.end(body)
    return new Promise((resolve, reject) => {
      request.once('response', resolve)
      request.once('error', reject)
    })
  }
  const ask = async (path: string, question?: Question): Promise<Answer> => {
    const response = await open(path, question)
    const chunks: Uint8Array[] = []
    for await (const chunk of response) if (chunk instanceof Uint8Array) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    return { status: response.statusCode ?? 0, headers: response.headers, text }
  }
  const json = async (path: string, question?: Question): Promise<unknown> =>
    JSON.parse((await ask(path, question)).text)
  return { api, hub, ledger, clock, port, reported, ask, json, open }
}
