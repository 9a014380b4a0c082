import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Api, createApi } from './api/api.ts'
import { assemble, type Parts } from './assemble.ts'
import { openDataFolder } from './config/data-folder.ts'
import type { Settings } from './config/settings.ts'
import { type Listening, listen } from './http/listen.ts'
import { createRouter } from './http/router.ts'
import type { Hub } from './hub.ts'
import { deriveStorageKeys } from './secrets/storage-keys.ts'
import { diskFiles, type FilePort } from './spool/file-port.ts'
import { systemClock } from './stores/clock.ts'
import { openStores } from './stores/duckdb/open-stores.ts'
import type { Ledger } from './stores/ledger.ts'
import type { SensorKeyStore } from './stores/sensor-keys.ts'
import { createReport, type Report } from './telemetry/report.ts'
import { runTimers } from './timers.ts'
import { WeirError } from './weir-error.ts'
import { within } from './within.ts'

export interface ServerOptions {
  /** Data folder; made where it is missing. */
  readonly data: string
  readonly settings: Settings
  /** Folder of the built console; null where there is none. */
  readonly consoleFolder?: string | null
  /** Of the program, as the API tells it. */
  readonly version?: string
  /** Disk of spool and snapshots. */
  readonly files?: FilePort
}

/** A running Weir. */
export interface RunningServer {
  /** As a client on this machine reaches it. */
  readonly url: string
  /** A new link that opens the console; its token serves once. */
  readonly consoleLink: () => string
  readonly sensor: { readonly url: string; readonly key: string }
  /** Makes the key of a further sensor; one that had a key gets a new one. */
  readonly issueSensorKey: (name: string, door?: boolean) => Promise<string>
  readonly hub: Hub
  readonly ledger: Ledger
  /** Takes nothing new, analyses and keeps what came; ends within a minute whatever stands in the way. */
  close(): Promise<void>
}

/** Starts everything, or rejects with a `WeirError` that says what stands in the way. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const report = createReport(options.settings.log.level)
  const undo: (() => Promise<void>)[] = []
  try {
    return await start(options, report, undo)
  } catch (error) {
    await release(undo, report)
    throw error
  }
}

async function start(
  { data, settings, files = diskFiles, consoleFolder = null, version = 'unknown' }: ServerOptions,
  report: Report,
  undo: (() => Promise<void>)[],
): Promise<RunningServer> {
  const folder = openDataFolder(data)
  undo.push(() => Promise.resolve(folder.release()))
  const stores = await openStores({ file: folder.ledger })
  undo.push(() => stores.close())
  const parts = await assemble({ folder, stores, settings, files, report })
  undo.push(() => parts.recovered.spool.close())
  const { hub, ingest, firstSensorKey } = parts
  const { host, port, allowed_hosts: allowedHosts } = settings.server
  const api = await createApi({
    hub,
    ledger: stores.reader,
    ledgerRestarts: () => stores.process.restarts(),
    sensorKeys: parts.sensorKeys,
    corrections: parts.corrections,
    ownTypes: parts.ownTypes,
    specs: parts.specs,
    doors: parts.doors,
    coverage: parts.coverage,
    keys: deriveStorageKeys(folder.secret),
    allowedHosts,
    consoleFolder,
    clock: systemClock,
    version,
    report: (error) => report.fault('api', error),
  })
  const handle = (request: IncomingMessage, response: ServerResponse): void =>
    api.handle(request, response)
  const router = createRouter({ hub, ingest, doors: parts.doors.desk, api: handle, allowedHosts })
  const listening = await listen(router, host, port)
  const stopTimers = runTimers({ ...parts, ledger: stores.ledger, report }, settings)
  parts.analyst.start()
  let closing: Promise<void> | null = null
  return {
    url: listening.url,
    consoleLink: () => `${listening.url}${api.consolePath()}`,
    sensor: { url: listening.url, key: firstSensorKey },
    issueSensorKey: (name, door = false) => issueKey(parts.sensorKeys, name, door),
    hub,
    ledger: stores.ledger,
    close: () => {
      stopTimers()
      closing ??= shutDown(parts, { listening, api }, undo, report)
      return closing
    },
  }
}

async function issueKey(keys: SensorKeyStore, name: string, door: boolean): Promise<string> {
  const by = 'start'
  const made = await keys.create(name, by, door)
  if (made.ok) return made.key
  await keys.revoke(name, by)
  const again = await keys.create(name, by, door)
  if (again.ok) return again.key
  throw new WeirError('CONFIG_INVALID', `the key of sensor ${name} is being changed by another`)
}

interface Entrances {
  readonly listening: Listening
  readonly api: Api
}

async function shutDown(
  parts: Parts,
  entrances: Entrances,
  undo: readonly (() => Promise<void>)[],
  report: Report,
): Promise<void> {
  try {
    await flush(parts, entrances)
  } finally {
    await release(undo, report)
  }
}

const patience = { requestsMs: 3_000, analysisMs: 5_000, ledgerMs: 3_000, snapshotMs: 5_000 }

/** What is not done in time is done from the spool at the next start. */
async function flush(
  { analyst, feed, keeper, doors }: Parts,
  { listening, api }: Entrances,
): Promise<void> {
  // Live feeds and the streams of doors never end by themselves.
  doors.close()
  await Promise.all([listening.close(patience.requestsMs), api.close()])
  await analyst.stop(patience.analysisMs)
  const settled = await within(feed.whenSettled(analyst.frame), patience.ledgerMs)
  if (settled) await within(keeper.keep(), patience.snapshotMs)
  feed.close()
}

/** Gives back what was taken, last first; one that fails does not keep the others. */
async function release(undo: readonly (() => Promise<void>)[], report: Report): Promise<void> {
  for (const step of undo.toReversed()) {
    try {
      await step()
    } catch (error) {
      report.trouble('shutdown', error)
    }
  }
}
