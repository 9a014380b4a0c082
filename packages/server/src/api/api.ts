import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Coverage } from '../coverage/coverage.ts'
import type { Doors } from '../doors/create-doors.ts'
import type { Hub } from '../hub.ts'
import type { Clock } from '../stores/clock.ts'
import type { CorrectionStore } from '../stores/corrections.ts'
import type { OwnTypeStore } from '../stores/own-types.ts'
import type { SpecStore } from '../stores/specs.ts'
import type { LedgerReader } from '../stores/ledger-reader.ts'
import type { SensorKeyStore } from '../stores/sensor-keys.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { createAccess } from './access/access.ts'
import { createCatalogIndex } from './catalog-index.ts'
import { readConsoleFiles } from './console-files.ts'
import { createFindingsIndex } from './findings-index.ts'
import { createLedgerDesk } from './ledger-desk.ts'
import { createLiveFeed, type LiveFeedOptions } from './live-feed.ts'
import { bookOf } from './views/data-type.ts'
import { createWebApp } from './web-app.ts'

export interface ApiOptions {
  readonly hub: Hub
  readonly ledger: LedgerReader
  /** How often the ledger was started anew. */
  readonly ledgerRestarts: () => number
  readonly sensorKeys: Pick<SensorKeyStore, 'all' | 'create' | 'revoke'>
  readonly corrections: CorrectionStore
  readonly ownTypes: OwnTypeStore
  readonly specs: SpecStore
  readonly doors: Doors
  readonly coverage: Coverage
  readonly keys: { readonly session: Uint8Array; readonly apiToken: string }
  /** Host names that are answered to, beside addresses and loopback names. */
  readonly allowedHosts: readonly string[]
  /** Folder of the built console; null where there is none. */
  readonly consoleFolder: string | null
  readonly clock: Clock
  readonly version: string
  /** Hears of bugs: errors nobody expected. */
  readonly report: (error: unknown) => void
  readonly live?: LiveFeedOptions
}

/** Console, API, live feed and metrics behind one function; whoever owns the port calls it. */
export interface Api {
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Path of a new link that opens the console once. */
  consolePath(): string
  /** Ends the live feeds, then waits for what is under way. */
  close(): Promise<void>
}

export async function createApi(options: ApiOptions): Promise<Api> {
  const { hub, ledger, sensorKeys, corrections, ownTypes, specs, clock, version } = options
  const { keys, allowedHosts } = options
  const files = options.consoleFolder === null ? null : readConsoleFiles(options.consoleFolder)
  const access = createAccess({ ...keys, allowedHosts })
  const findings = createFindingsIndex(hub, clock)
  const live = createLiveFeed({ hub, findings, clock }, options.live)
  const metrics = createMetrics({
    hub,
    ledgerRestarts: options.ledgerRestarts,
    liveClients: () => live.clients(),
    liveDropped: () => live.dropped(),
  })
  const app = createWebApp({
    access,
    files,
    live,
    metrics,
    report: options.report,
    sources: {
      hub,
      ledger: createLedgerDesk(ledger, clock),
      catalog: createCatalogIndex(hub, clock, specs),
      types: () => bookOf(hub.model().types),
      findings,
      sensorKeys,
      corrections,
      ownTypes,
      specs,
      doors: options.doors,
      coverage: options.coverage,
      clock,
      version,
    },
  })
  await app.ready()
  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    live.close()
    findings.close()
    await app.close()
  }
  return {
    handle: (request, response) => app.routing(request, response),
    consolePath: () => `/?token=${access.link()}`,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
