import type { EngineContext } from './context.ts'
import { type Fact, type Finding, type Signal, severityOf } from './correlate/index.ts'
import { findingScore, raise } from './findings.ts'
import { credentialOctets, neighbourhood } from './identify/index.ts'
import { find, put } from './lib/keyed-table.ts'
import type { Model } from './blueprint/index.ts'
import type { PartitionState } from './partition-state.ts'
import type { Observation } from './pipeline.ts'
import type { Inspected, Routed } from './route.ts'
import { type Sighting, type Tracker, trackers, type Watched } from './trackers/index.ts'

type Tracked = Omit<Observation, 'row'>

/** Runs the trackers over one exchange, raises findings and tells lane 2. */
export function track(
  context: EngineContext,
  model: Model,
  state: PartitionState,
  routed: Inspected,
): Tracked {
  const watched = watchedOf(context, model, routed)
  const signals: Signal[] = []
  const findings: string[] = []
  const facts: Fact[] = [...usesOf(state, routed)]
  for (const tracker of trackers) {
    for (const sighting of strongest(tracker.observe(watched))) {
      const signal = signalOf(tracker, sighting)
      signals.push(signal)
      if (signal.score < findingScore) continue
      const finding = raiseFrom(context, state, routed, tracker, signal)
      if (!findings.includes(finding.id)) findings.push(finding.id)
      facts.push(...factsOf(context, routed, finding, sighting))
    }
  }
  const score = signals.reduce((highest, signal) => Math.max(highest, signal.score), 0)
  return { facts, signals, findings, score }
}

function watchedOf(context: EngineContext, model: Model, routed: Inspected): Watched {
  const { arrival, service, operation, inspection } = routed
  const { exchange, identity } = arrival
  const { networks } = context
  return { exchange, identity, service, operation, inspection, model, networks }
}

/** One exchange says each thing once: of several sightings of one scope the strongest counts. */
function strongest(sightings: readonly Sighting[]): readonly Sighting[] {
  const best = new Map<string, Sighting>()
  for (const sighting of sightings) {
    const known = best.get(sighting.scope)
    if (known === undefined || sighting.score > known.score) best.set(sighting.scope, sighting)
  }
  return [...best.values()]
}

function signalOf(tracker: Tracker, sighting: Sighting): Signal {
  const { score, field, why, scope } = sighting
  return { tracker: tracker.id, score, field, why, scope }
}

function raiseFrom(
  context: EngineContext,
  state: PartitionState,
  routed: Inspected,
  tracker: Tracker,
  signal: Signal,
): Finding {
  const { arrival, service } = routed
  const raised = {
    seq: arrival.seq,
    ts: arrival.exchange.ts,
    actor: arrival.identity.actor,
    service: service.name,
    environment: context.config.environment,
  }
  return raise(state.findings, tracker, signal, raised, context.hasher)
}

function factsOf(
  context: EngineContext,
  routed: Inspected,
  finding: Finding,
  sighting: Sighting,
): readonly Fact[] {
  const { seq, exchange, identity } = routed.arrival
  const at = { seq, ts: exchange.ts }
  const facts: Fact[] = [
    {
      kind: 'finding',
      join: identity.actor,
      ...at,
      finding: finding.id,
      tracker: finding.tracker,
      severity: severityOf(sighting.score),
    },
  ]
  if (sighting.leaked === undefined) return facts
  const { kind, secret } = sighting.leaked
  const join = context.hasher.credential(credentialOctets(kind, secret))
  const leaked = { kind: 'credential-leaked', join, finding: finding.id } as const
  return [...facts, { ...leaked, ...at, actor: identity.actor }]
}

/** First use of a credential from a network: whether it had leaked is known where facts meet. */
export function usesOf(state: PartitionState, routed: Routed): readonly Fact[] {
  const { seq, exchange, identity } = routed.arrival
  const network = neighbourhood(identity.clientAddress)
  const facts: Fact[] = []
  for (const { hash } of identity.credentials) {
    const key = `${identity.actor}\n${hash}\n${network}`
    if (find(state.uses, key) !== null) continue
    put(state.uses, key, true)
    const at = { seq, ts: exchange.ts, actor: identity.actor, network }
    facts.push({ kind: 'credential-used', join: hash, ...at })
  }
  return facts
}
