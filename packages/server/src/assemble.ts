import { createEnsemble, type Ensemble } from '@weir/engine'
import { Analyst } from './analysis/analyst.ts'
import { LedgerFeed } from './analysis/ledger-feed.ts'
import type { DataFolder } from './config/data-folder.ts'
import type { Settings } from './config/settings.ts'
import { Coverage } from './coverage/coverage.ts'
import type { Hub } from './hub.ts'
import { createInbox, type Inbox } from './ingest/inbox.ts'
import { createIngest, type IngestOptions, type RequestHandler } from './ingest/ingest.ts'
import { createDoors, type Doors } from './doors/create-doors.ts'
import { hashOfKey, type SensorKeys } from './ingest/sensor-keys.ts'
import { type Recovered, recover } from './recover.ts'
import { createHub, EventChannel } from './running-hub.ts'
import { type DerivedKeys, deriveKeys } from './secrets/keyed-hasher.ts'
import { deriveStorageKeys } from './secrets/storage-keys.ts'
import { SnapshotKeeper } from './snapshot/keeper.ts'
import type { FilePort } from './spool/file-port.ts'
import type { AuditTrail } from './stores/audit.ts'
import { systemClock } from './stores/clock.ts'
import { type CorrectionStore, openCorrections } from './stores/corrections.ts'
import type { Documents } from './stores/documents.ts'
import type { Stores } from './stores/duckdb/open-stores.ts'
import type { Ledger } from './stores/ledger.ts'
import { openOwnTypes, type OwnTypeStore } from './stores/own-types.ts'
import { openSpecs, type SpecStore } from './stores/specs.ts'
import { openSensorKeys, type SensorKeyStore } from './stores/sensor-keys.ts'
import type { Report } from './telemetry/report.ts'
import { appendMark } from './timers.ts'
import { WeirError } from './weir-error.ts'
import { within } from './within.ts'

export interface AssembleOptions {
  readonly folder: DataFolder
  readonly stores: StoresInUse
  readonly settings: Settings
  readonly files: FilePort
  readonly report: Report
}

/** What receiving and analysing ask of the stores. */
export interface StoresInUse {
  readonly ledger: Ledger
  readonly documents: Documents
  readonly audit: AuditTrail
  readonly process: Pick<Stores['process'], 'problem' | 'ready'>
}

/** Everything between a batch and the ledger. */
export interface Parts {
  readonly recovered: Recovered
  readonly inbox: Inbox
  readonly feed: LedgerFeed
  readonly analyst: Analyst
  readonly keeper: SnapshotKeeper
  readonly hub: Hub
  readonly ingest: RequestHandler
  readonly sensorKeys: SensorKeyStore
  readonly corrections: CorrectionStore
  readonly ownTypes: OwnTypeStore
  readonly specs: SpecStore
  readonly firstSensorKey: string
  readonly doors: Doors
  readonly coverage: Coverage
}

/** Recovers the state and puts the parts together; nothing runs yet. */
export async function assemble(options: AssembleOptions): Promise<Parts> {
  const { folder, stores, settings, files, report } = options
  const { environment, networks, spool } = settings
  const derived = deriveKeys(folder.secret)
  const { hasher, seed } = derived
  const { storage, firstSensorKey } = deriveStorageKeys(folder.secret)
  const learning = { settleMs: Math.round(settings.analysis.settle_hours * hourMs) }
  const ensemble = createEnsemble({ config: { environment, networks, learning, seed }, hasher })
  const told = await openWhatPeopleTold(stores)
  // Before the snapshot is read: what follows from it must be as people said.
  instruct(ensemble, told)
  const recovered = await recover({
    folder,
    storage,
    files,
    ensemble,
    token: await tokenOf(stores),
    syncMs: spool.sync_ms,
    memoryBytes: spool.memory_bytes,
    report,
  })
  const inbox = createInbox({ ...recovered, maxBytes: spool.max_bytes, now: Date.now })
  const retell = (): void => {
    instruct(ensemble, told)
    void appendMark(inbox, report)
  }
  told.corrections.watch(retell)
  told.ownTypes.watch(retell)
  const sensorKeys = await openSensorKeys({
    ...stores,
    clock: systemClock,
    environment,
    hash: hashOfKey,
  })
  const keys = withFirst(firstSensorKey, environment, sensorKeys)
  const coverage = new Coverage({
    now: Date.now,
    hashOfCredential: (octets) => hasher.credential(octets),
  })
  const analysis = assembleAnalysis(options, ensemble, recovered, coverage)
  const { keeper } = analysis
  const hub = createHub({
    ...recovered,
    ...analysis,
    startedMs: Date.now(),
    environment,
    ensemble,
    // The first key is always there; who never used it has no sensor of that name.
    keys: sensorKeys,
    inbox,
    ledgerProblem: () => stores.process.problem(),
    snapshotProblem: () => keeper.problem,
    now: Date.now,
  })
  const { sequences } = recovered
  const ingest = ingestOf(options, { keys, inbox, sequences, turnedAway: coverage.turnedAway })
  const doors = await openDoors(options, { derived, firstSensorKey, sensorKeys, hub, coverage })
  const opened = { ...told, sensorKeys, firstSensorKey, doors, coverage }
  return { ...analysis, ...opened, recovered, inbox, hub, ingest }
}

/** The first key is for whoever tries Weir out: with it a plug-in is sensor and door. */
function openDoors(
  { stores, settings, report }: AssembleOptions,
  parts: Pick<Parts, 'hub' | 'sensorKeys' | 'coverage' | 'firstSensorKey'> & {
    readonly derived: DerivedKeys
  },
): Promise<Doors> {
  const { derived, firstSensorKey, sensorKeys, hub, coverage } = parts
  const { environment, networks } = settings
  return createDoors({
    hub,
    respond: settings.doors.respond,
    stores,
    derived,
    first: { name: 'first', environment, hash: hashOfKey(firstSensorKey) },
    sensorKeys,
    networks,
    turnedAway: coverage.turnedAway,
    clock: systemClock,
    onFault: (error) => report.fault('doors', error),
  })
}

type WhatPeopleTold = Pick<Parts, 'corrections' | 'ownTypes' | 'specs'>

async function openWhatPeopleTold(stores: StoresInUse): Promise<WhatPeopleTold> {
  const kept = { ...stores, clock: systemClock }
  return {
    corrections: await openCorrections(kept),
    ownTypes: await openOwnTypes(kept),
    specs: await openSpecs(kept),
  }
}

function instruct(ensemble: Ensemble, { corrections, ownTypes }: WhatPeopleTold): void {
  ensemble.correct(corrections.all().map(({ value }) => value))
  ensemble.define(ownTypes.all().map(({ value }) => value))
}

function ingestOf(
  { settings, report }: AssembleOptions,
  parts: Pick<IngestOptions, 'keys' | 'inbox' | 'sequences' | 'turnedAway'>,
): RequestHandler {
  return createIngest({
    ...parts,
    environment: settings.environment,
    limits: limitsOf(settings),
    now: Date.now,
    onFault: (error) => report.fault('ingest', error),
  })
}

function assembleAnalysis(
  { settings, stores, report }: AssembleOptions,
  ensemble: Ensemble,
  recovered: Recovered,
  coverage: Coverage,
): Pick<Parts, 'feed' | 'analyst' | 'keeper'> & { readonly channel: EventChannel } {
  const channel = new EventChannel()
  const feed = new LedgerFeed(stores.ledger, recovered.frame, (error) =>
    report.trouble('ledger', error),
  )
  const analyst = new Analyst({
    ...recovered,
    environment: settings.environment,
    ensemble,
    coverage,
    feed,
    tell: (event) => channel.tell(event),
    onFault: (error) => report.fault('analysis', error),
    onEnded: (error) => {
      if (error instanceof WeirError) report.trouble('analysis', error)
      else report.fault('analysis', error)
    },
  })
  const keeper = new SnapshotKeeper(
    {
      ...recovered,
      store: recovered.snapshots,
      analyst,
      ensemble,
      feed,
      mostReleasableBytes: settings.spool.max_bytes / 2,
      onTrouble: (error) => report.trouble('snapshot', error),
    },
    recovered.frame,
  )
  return { channel, feed, analyst, keeper }
}

const hourMs = 3_600_000
const tokenPatienceMs = 15_000

/** The ledger's process may end at any moment, also at this one: it is asked again once it is back. */
async function tokenOf({ ledger, process }: StoresInUse): Promise<number> {
  const deadline = performance.now() + tokenPatienceMs
  for (;;) {
    try {
      return await ledger.token()
    } catch (error) {
      const left = deadline - performance.now()
      if (!(error instanceof WeirError && error.retryable) || left <= 0) throw error
      await within(process.ready(), left)
    }
  }
}

/** The first key follows from the secret, so that it can be shown at every start; the others are documents. */
function withFirst(key: string, environment: string, others: SensorKeys): SensorKeys {
  const first = { name: 'first', environment, hash: hashOfKey(key) }
  return { all: () => [first, ...others.all()] }
}

function limitsOf({ ingest }: Settings): IngestOptions['limits'] {
  return {
    maxBodyBytes: ingest.max_body_bytes,
    maxInflatedBytes: ingest.max_inflated_bytes,
    timeoutMs: ingest.body_timeout_ms,
    inflightBytes: ingest.inflight_bytes,
    maxLines: ingest.max_lines,
    maxLineBytes: ingest.max_line_bytes,
  }
}
