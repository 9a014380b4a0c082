import { type Lessons, type Model, outcomeOf, teaches } from './blueprint/index.ts'
import type { EngineContext } from './context.ts'
import { type Fact, type Finding, type Signal, severityOf } from './correlate/index.ts'
import { findingScore, raise } from './findings.ts'
import { credentialOctets } from '@weir/schema/caller'
import { isAccepted, isInside, issuesCredentials, placeOf } from './identify/index.ts'
import { roleKeys } from './inspect/index.ts'
import { find, put } from './lib/keyed-table.ts'
import { limits } from './limits.ts'
import type { PartitionState } from './partition-state.ts'
import type { Observation } from './pipeline.ts'
import type { Inspected, Routed } from './route.ts'
import { type Leaks, stolenCredential } from './stolen.ts'
import type { Sighting, Tracker, Watched } from './trackers/index.ts'

type Tracked = Omit<Observation, 'row'>

/** What the trackers of an engine share. */
export interface Surroundings {
  readonly context: EngineContext
  readonly model: Model
  readonly leaks: Leaks
  readonly lessons: Lessons
}

/** Runs the trackers over one exchange, raises findings, teaches their baselines and tells lane 2. */
export function track(around: Surroundings, state: PartitionState, routed: Inspected): Tracked {
  const { context, lessons } = around
  const watched = watchedOf(around, routed)
  const signals: Signal[] = []
  const findings: string[] = []
  const facts: Fact[] = [...usesOf(context, state, routed), ...issuesOf(watched, routed)]
  for (const [tracker, watch] of state.watches) {
    for (const sighting of strongest(watch.observe(watched))) {
      const signal = signalOf(tracker, sighting)
      signals.push(signal)
      if (signal.score < findingScore) {
        if (sighting.step === true) facts.push(stepOf(watched, routed, sighting))
        continue
      }
      const finding = raiseFrom(context, state, watched, routed, tracker, sighting)
      if (!findings.includes(finding.id)) findings.push(finding.id)
      facts.push(...factsOf(context, watched, routed, finding, sighting))
    }
  }
  if (mayTeach(watched, findings)) {
    for (const watch of state.watches.values()) watch.contribute(watched, lessons)
  }
  const score = signals.reduce((highest, signal) => Math.max(highest, signal.score), 0)
  return { facts, signals, findings, score }
}

function watchedOf({ context, model, leaks, lessons }: Surroundings, routed: Inspected): Watched {
  const { arrival, source, service, operation, s3, inspection } = routed
  const { exchange, identity, teaching } = arrival
  const { networks, config, hasher } = context
  return {
    exchange,
    identity,
    source,
    service,
    operation,
    s3,
    outcome: outcomeOf(exchange),
    inspection,
    model,
    networks,
    place: placeOf(identity.clientAddress, networks),
    accepted: isAccepted(exchange),
    stolen: stolenCredential(context, model, leaks, routed),
    vouched: teaching === 'vouched',
    settleMs: config.learning.settleMs,
    rankOf: lessons.rankOf,
    credentialHash: ({ kind, secret }) => hasher.credential(credentialOctets(kind, secret)),
  }
}

/** Misuse must not become normal: what raised a finding teaches no baseline of a tracker. */
function mayTeach({ vouched, outcome, inspection }: Watched, findings: readonly string[]): boolean {
  return vouched || (findings.length === 0 && teaches({ teaching: 'live', outcome, inspection }))
}

/** One exchange says each thing once: of several sightings of one scope the strongest counts. */
function strongest(sightings: readonly Sighting[]): readonly Sighting[] {
  if (sightings.length < 2) return sightings
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

/** Who is named for it: the actor only where the service let it in, else nothing but the address. */
function accused({ identity, accepted }: Watched): string {
  return accepted ? identity.actor : `address:${identity.clientAddress}`
}

function raiseFrom(
  context: EngineContext,
  state: PartitionState,
  watched: Watched,
  routed: Inspected,
  tracker: Tracker,
  sighting: Sighting,
): Finding {
  const { arrival, service } = routed
  const raised = {
    seq: arrival.seq,
    ts: arrival.exchange.ts,
    actor: sighting.about ?? accused(watched),
    service: service.name,
    environment: context.config.environment,
  }
  return raise(state.findings, tracker, signalOf(tracker, sighting), raised, context.hasher)
}

function factsOf(
  context: EngineContext,
  watched: Watched,
  routed: Inspected,
  finding: Finding,
  sighting: Sighting,
): readonly Fact[] {
  const { seq, exchange } = routed.arrival
  const at = { seq, ts: exchange.ts }
  const facts: Fact[] = [
    {
      kind: 'finding',
      join: finding.actor,
      ...at,
      finding: finding.id,
      tracker: finding.tracker,
      severity: severityOf(sighting.score),
      credential: watched.stolen,
      text: sighting.why.slice(0, limits.factChars),
    },
  ]
  if (sighting.leaked === undefined) return facts
  const join = watched.credentialHash(sighting.leaked)
  const owner = ownerOf(context, routed)
  const leaked = { kind: 'credential-leaked', finding: finding.id, actor: finding.actor } as const
  return [...facts, { ...leaked, join, ...at, owner }]
}

/** Whose credentials a service of ours gives away are most likely those of its own machine. */
function ownerOf({ networks }: EngineContext, { arrival }: Routed): string {
  const place = placeOf(arrival.exchange.dst.ip ?? '', networks)
  return isInside(place, networks) ? place : ''
}

function stepOf(watched: Watched, { arrival }: Routed, { why }: Sighting): Fact {
  const { seq, exchange } = arrival
  const text = why.slice(0, limits.factChars)
  return { kind: 'step', join: accused(watched), seq, ts: exchange.ts, text }
}

/** First use of a credential from a place: whether it had leaked is known where facts meet. */
export function usesOf(
  { networks }: EngineContext,
  state: PartitionState,
  routed: Routed,
): readonly Fact[] {
  const { seq, exchange, identity } = routed.arrival
  if (identity.credentials.length === 0 || !isAccepted(exchange)) return []
  const place = placeOf(identity.clientAddress, networks)
  const facts: Fact[] = []
  for (const { hash } of identity.credentials) {
    const key = `${identity.actor}\n${hash}\n${place}`
    if (find(state.uses, key) !== null) continue
    put(state.uses, key, true)
    const at = { seq, ts: exchange.ts, actor: identity.actor, place }
    facts.push({ kind: 'credential-used', join: hash, ...at })
  }
  return facts
}

/** The machine credentials are handed to owns them: what it does with a leak of them is in the chain. */
function issuesOf(watched: Watched, { arrival }: Inspected): readonly Fact[] {
  const { exchange, inspection, identity, place } = watched
  if (!issuesCredentials(exchange)) return []
  return roleKeys(inspection).flatMap(({ keyId }) => {
    if (keyId === null) return []
    const join = watched.credentialHash({ kind: 'sigv4', secret: keyId })
    const at = { seq: arrival.seq, ts: exchange.ts, actor: identity.actor, place }
    return [{ kind: 'credential-issued' as const, join, ...at }]
  })
}
