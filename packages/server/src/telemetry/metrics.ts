import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Hub } from '../hub.ts'

export interface MetricSources {
  readonly hub: Hub
  readonly ledgerRestarts: () => number
  readonly liveClients: () => number
  readonly liveDropped: () => number
}

/** What Weir says of itself, in the Prometheus text format. */
export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
}

interface Reading {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

interface Described {
  readonly name: string
  readonly help: string
  readonly labels?: readonly string[]
  /** Read when metrics are asked for; all are read in one turn, so that they agree. */
  readonly read: () => readonly Reading[]
}

/** The same counts the API shows: received = analysed + dropped + held holds in every answer. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry()
  // Event-loop lag, memory, CPU and file descriptors of the process.
  collectDefaultMetrics({ register: registry })
  for (const given of counters(sources)) registry.registerMetric(counter(given))
  for (const given of gauges(sources)) registry.registerMetric(gauge(given))
  return { contentType: registry.contentType, text: () => registry.metrics() }
}

function counters({ hub, ledgerRestarts, liveDropped }: MetricSources): readonly Described[] {
  return [
    {
      name: 'weir_exchanges_received_total',
      help: 'Exchanges taken from a sensor.',
      labels: ['sensor'],
      read: () => perSensor(hub, ({ received }) => received),
    },
    {
      name: 'weir_exchanges_analysed_total',
      help: 'Exchanges analysed.',
      labels: ['sensor'],
      read: () => perSensor(hub, ({ analysed }) => analysed),
    },
    {
      name: 'weir_exchanges_dropped_total',
      help: 'Exchanges dropped, by reason.',
      labels: ['sensor', 'reason'],
      read: () =>
        hub.sensors().flatMap(({ name: sensor, balance }) =>
          Object.entries(balance.droppedBy).map(([reason, value]) => ({
            labels: { sensor, reason },
            value,
          })),
        ),
    },
    {
      name: 'weir_ledger_restarts_total',
      help: 'Times the ledger was started anew.',
      read: one(ledgerRestarts),
    },
    {
      name: 'weir_live_clients_dropped_total',
      help: 'Clients of the live feed that read too slowly.',
      read: one(liveDropped),
    },
  ]
}

function gauges({ hub, liveClients }: MetricSources): readonly Described[] {
  return [
    {
      name: 'weir_exchanges_held',
      help: 'Exchanges taken and not yet analysed.',
      labels: ['sensor'],
      read: () => perSensor(hub, ({ held }) => held),
    },
    {
      name: 'weir_backlog_bytes',
      help: 'Bytes waiting in the spool.',
      read: one(() => hub.backlog().bytes),
    },
    {
      name: 'weir_backlog_oldest_seconds',
      help: 'How long the oldest exchange has waited.',
      read: one(() => hub.backlog().oldestMs / 1_000),
    },
    {
      name: 'weir_incidents',
      help: 'Incidents that are kept.',
      read: one(() => hub.incidents().length),
    },
    {
      name: 'weir_problems',
      help: 'Parts that stand in the way of being ready.',
      read: one(() => hub.problems().length),
    },
    { name: 'weir_live_clients', help: 'Clients of the live feed.', read: one(liveClients) },
  ]
}

function perSensor(
  hub: Hub,
  of: (balance: ReturnType<Hub['balance']>) => number,
): readonly Reading[] {
  return hub
    .sensors()
    .map(({ name, balance }) => ({ labels: { sensor: name }, value: of(balance) }))
}

function one(read: () => number): () => readonly Reading[] {
  return () => [{ labels: {}, value: read() }]
}

function counter({ name, help, labels = [], read }: Described): Counter {
  return new Counter({
    name,
    help,
    labelNames: [...labels],
    registers: [],
    collect() {
      this.reset()
      for (const { labels: at, value } of read()) this.inc(at, value)
    },
  })
}

function gauge({ name, help, labels = [], read }: Described): Gauge {
  return new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [],
    collect() {
      this.reset()
      for (const { labels: at, value } of read()) this.set(at, value)
    },
  })
}
