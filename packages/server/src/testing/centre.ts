import { assemble, type Parts } from '../assemble.ts'
import { loadSettings } from '../config/load-settings.ts'
import type { Settings } from '../config/settings.ts'
import { readLines } from '../ingest/read-lines.ts'
import { deriveStorageKeys } from '../secrets/storage-keys.ts'
import { type Snapshot, snapshotStore } from '../snapshot/snapshot-store.ts'
import type { CallRow } from '../stores/ledger.ts'
import type { Report } from '../telemetry/report.ts'
import { linesOfCalls } from './exchange-lines.ts'
import { batchFrame } from './frames.ts'
import { type MemoryDisk, memoryDisk } from './memory-disk.ts'
import { memoryDocuments } from './memory-documents.ts'
import { type MemoryLedger, memoryLedger } from './memory-ledger.ts'

/** What stays when a centre is gone. */
export interface Premises {
  readonly disk: MemoryDisk
  readonly ledger: MemoryLedger
  readonly documents: ReturnType<typeof memoryDocuments>
  readonly reported: string[]
}

/** Everything between a batch and the ledger, over a disk and a ledger in memory. */
export interface Centre extends Parts {
  readonly premises: Premises
  /** A batch as ingest puts it into the inbox; its number is its place in the traffic. */
  take(lines: string, seq: number): Promise<void>
  mark(): Promise<void>
  /** Ends at once, in the middle of what it does; what is on the premises is what a kill leaves. */
  kill(): Promise<void>
  /** Ends in order, as the server does. */
  close(): Promise<void>
}

const secret = Buffer.alloc(32, 3)
const storage = deriveStorageKeys(secret).storage
const snapshots = '/snapshots'
/** About the time of the calls in `linesOfCalls`. */
const startMs = 1_790_000_000_000

export function premises(): Premises {
  return {
    disk: memoryDisk(),
    ledger: memoryLedger(),
    documents: memoryDocuments(),
    reported: [],
  }
}

export async function openCentre(place: Premises, settings: object = {}): Promise<Centre> {
  const { ledger, documents, disk } = place
  const parts = await assemble({
    folder: {
      path: '/',
      secret,
      spool: '/spool',
      snapshots,
      ledger: '/ledger.duckdb',
      release: () => undefined,
    },
    stores: {
      ledger,
      documents,
      audit: ledger,
      process: { problem: () => null, ready: () => Promise.resolve() },
    },
    settings: settingsOf(settings),
    files: disk,
    report: reportTo(place.reported),
  })
  parts.analyst.start()
  return {
    ...parts,
    premises: place,
    take: async (lines, seq) => {
      const body = Buffer.from(lines)
      const { accepted } = await readLines(body, 'ndjson', body.length)
      const arrivalMs = startMs + seq * 1_000
      const frame = batchFrame({ seq, arrivalMs, accepted: accepted.length, lines: body })
      const exchanges = accepted.map(({ exchange }) => exchange)
      await parts.inbox.append(frame, exchanges)
      parts.recovered.sequences.note(frame.sensor, 'boot-1', seq)
    },
    mark: () => parts.inbox.append({ kind: 'mark', arrivalMs: startMs }, []),
    kill: async () => {
      parts.feed.close()
      await parts.analyst.stop(0)
    },
    close: async () => {
      await parts.analyst.stop(10_000)
      await parts.feed.whenSettled(parts.analyst.frame)
      await parts.keeper.keep()
      parts.feed.close()
      await parts.recovered.spool.close()
    },
  }
}

function settingsOf(given: object): Settings {
  const text = JSON.stringify({
    environment: 'staging',
    analysis: { settle_hours: 0 },
    spool: { sync_ms: 0 },
    ...given,
  })
  const loaded = loadSettings({ file: { name: 'test', text } })
  if (!loaded.ok) throw new Error(loaded.problem)
  return loaded.value
}

function reportTo(reported: string[]): Report {
  return {
    trouble: (part) => reported.push(`${part}: trouble`),
    fault: (part) => reported.push(`${part}: fault`),
    setAside: () => reported.push('snapshot: set aside'),
  }
}

/** The newest snapshot there is: all state, octet for octet. */
export async function newestSnapshot({ disk }: Premises): Promise<Snapshot | null> {
  return snapshotStore({
    folder: snapshots,
    storage,
    files: disk,
    onUnreadable: () => undefined,
  }).restore(() => true)
}

/** Everything the ledger was given, in order. */
export async function callsIn({ ledger }: Premises): Promise<readonly CallRow[]> {
  const filter = { finding: null, actor: null, service: null, method: null, template: null }
  const rows = await ledger.query('calls', { filter, before: null, limit: 1_000_000 })
  return rows.toSorted((left, right) => left.seq - right.seq)
}

/** Traffic with something to learn and something to find: one caller asks for an internal address. */
export function traffic(batch: number, lines = 4): string {
  const ordinary = linesOfCalls(lines, batch * lines)
  return batch % 3 === 2 ? `${ordinary}${misuse(batch)}\n` : ordinary
}

function misuse(batch: number): string {
  return JSON.stringify({
    id: `misuse-${batch}`,
    ts: startMs + batch * 1_000,
    vantage: 'server',
    src: { ip: '203.0.113.66' },
    dst: { host: 'edge', port: 443 },
    req: { method: 'GET', url: '/preview?url=http://169.254.169.254/latest/meta-data/' },
    res: { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ami-id' },
  })
}
