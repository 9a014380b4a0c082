import type { Exchange } from '@weir/schema'
import { type Arrival, createReceiver } from './arrival.ts'
import {
  advance,
  emptyModel,
  type Instructions,
  merge,
  type Model,
  modelFrom,
  noInstructions,
  summaryCodec,
  type Teaching,
} from './blueprint/index.ts'
import { type EngineOptions, engineConfig } from './config.ts'
import {
  createJoiner,
  type Fact,
  type Finding,
  type Incident,
  type Joiner,
  type Leak,
  leakOf,
} from './correlate/index.ts'
import { compileOwnTypes, type OwnType } from './classify/index.ts'
import { compileCorrections, type Correction } from './discover/index.ts'
import { joinFindings } from './findings.ts'
import { parseNetworks } from '@weir/schema/caller'
import { CodecError, integer, list, pair, record } from './lib/codec.ts'
import { type PartitionState, partitionStateCodec } from './partition-state.ts'
import { createEngine, type Engine, type Observation } from './pipeline.ts'
import type { KeyedHasher } from './ports.ts'

/**
 * Engines in step: exchanges go to the engine that has their actor's partition, lane 2 hears their
 * facts in order, and at a mark what all have learned becomes one model for all. How many engines
 * there are changes nothing but speed.
 */
export interface Ensemble {
  observe(exchange: Exchange, teaching: Teaching): Joined
  /** Takes what people say of paths, all of it; it holds from the next mark on, or from the start. */
  correct(all: readonly Correction[]): void
  /** Takes the data types people defined, all of them; they are looked for from the next mark on. */
  define(own: readonly OwnType[]): void
  /** Merges what was learned, derives the next model and hands it to every engine. */
  mark(): Model
  model(): Model
  findings(): readonly Finding[]
  finding(id: string): Finding | null
  incident(id: string): Incident | null
  incidents(): readonly Incident[]
  snapshot(): Uint8Array
  /** Throws a `TypeError` when the bytes are no snapshot of this format. */
  restore(snapshot: Uint8Array): void
}

/** An observation together with what its facts came to in lane 2. */
export interface Joined extends Observation {
  /** Incidents that began or changed, by id. */
  readonly incidents: readonly string[]
}

export interface EnsembleOptions {
  readonly config?: EngineOptions
  readonly hasher: KeyedHasher
  /** Number of engines; one by default. */
  readonly engines?: number
}

const snapshotFormat = 3

export function createEnsemble(options: EnsembleOptions): Ensemble {
  const config = engineConfig.parse(options.config ?? {})
  const networks = parseNetworks(config.networks)
  const context = { config, networks, hasher: options.hasher }
  const receiver = createReceiver(config, networks, options.hasher)
  const engines = Array.from({ length: options.engines ?? 1 }, () => createEngine(context))
  const joiner = createJoiner(options.hasher)
  const engineOf = ({ partition }: Pick<Arrival, 'partition'>): Engine => {
    const engine = engines[partition % engines.length]
    if (engine === undefined) throw new TypeError('an ensemble needs at least one engine')
    return engine
  }
  let model = emptyModel()
  let instructions = noInstructions
  let seq = 0
  const adopt = (next: Model): Model => {
    model = next
    for (const engine of engines) engine.adopt(next)
    return next
  }
  const instruct = (next: Instructions): void => {
    instructions = next
    // Before the first exchange there is nothing to hold back.
    if (seq === 0) adopt(modelFrom(model.epoch, model.summary, instructions))
  }
  return {
    observe: (exchange, teaching) => {
      seq += 1
      const arrival = receiver.receive(exchange, seq, teaching)
      const observation = engineOf(arrival).observe(arrival)
      const incidents = joined(joiner, observation.facts)
      for (const fact of observation.facts) {
        if (fact.kind === 'credential-leaked') tell(engines, leakOf(fact))
      }
      return { ...observation, incidents }
    },
    correct: (all) => instruct({ ...instructions, corrections: compileCorrections(all) }),
    define: (own) => instruct({ ...instructions, types: compileOwnTypes(own) }),
    mark: () => adopt(advance(model, learnedBy(engines), instructions)),
    model: () => model,
    findings: () => distinct(engines.flatMap((engine) => engine.findings())).sort(byFirst),
    finding: (id) => {
      const found = engines.flatMap((engine) => engine.finding(id) ?? [])
      return found.length === 0 ? null : found.reduce(joinFindings)
    },
    incident: (id) => joiner.incident(id),
    incidents: () => joiner.incidents(),
    snapshot: () => encodeSnapshot({ seq, model, engines, joiner }),
    restore: (bytes) => {
      const state = decodeSnapshot(bytes)
      seq = state.seq
      joiner.restore(state.joiner)
      distribute(engines, state)
      for (const leak of joiner.leaks()) tell(engines, leak)
      adopt(modelFrom(state.epoch, state.summary, instructions))
    },
  }
}

function joined(joiner: Joiner, facts: readonly Fact[]): readonly string[] {
  const changed = new Set<string>()
  for (const fact of facts) {
    const incident = joiner.take(fact)
    if (incident !== null) changed.add(incident.id)
  }
  return [...changed]
}

/** Lane 2 tells every engine of a leak, for anybody may use what leaked. */
function tell(engines: readonly Engine[], leak: Leak): void {
  for (const engine of engines) engine.hear(leak)
}

function distinct(findings: readonly Finding[]): Finding[] {
  const byId = new Map<string, Finding>()
  for (const finding of findings) {
    const known = byId.get(finding.id)
    byId.set(finding.id, known === undefined ? finding : joinFindings(known, finding))
  }
  return [...byId.values()]
}

function learnedBy(engines: readonly Engine[]): ReturnType<Engine['summary']> {
  return engines.map((engine) => engine.summary()).reduce(merge)
}

function byFirst(left: Finding, right: Finding): number {
  return left.firstMs - right.firstMs || (left.id < right.id ? -1 : 1)
}

interface Running {
  readonly seq: number
  readonly model: Model
  readonly engines: readonly Engine[]
  readonly joiner: Joiner
}

const stateCodec = record({
  format: integer,
  seq: integer,
  epoch: integer,
  summary: summaryCodec,
  pending: summaryCodec,
  partitions: list(pair(integer, partitionStateCodec)),
  joiner: { encode: (value: unknown) => value, decode: (input: unknown) => input },
})

type State = ReturnType<typeof stateCodec.decode>

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** One form for any number of engines: partitions by number, pending lessons merged. */
function encodeSnapshot({ seq, model, engines, joiner }: Running): Uint8Array {
  const states = engines.map((engine) => engine.export())
  const partitions = states
    .flatMap((state) => [...state.partitions])
    .sort(([left], [right]) => left - right)
    .map(([number, state]): [number, PartitionState] => [number, state])
  const state: State = {
    format: snapshotFormat,
    seq,
    epoch: model.epoch,
    summary: model.summary,
    pending: states.map(({ pending }) => pending).reduce(merge),
    partitions,
    joiner: joiner.encode(),
  }
  return encoder.encode(JSON.stringify(stateCodec.encode(state)))
}

function decodeSnapshot(bytes: Uint8Array): State {
  try {
    const state = stateCodec.decode(JSON.parse(decoder.decode(bytes)))
    if (state.format !== snapshotFormat) throw new CodecError(`unknown format ${state.format}`)
    return state
  } catch (cause) {
    throw new TypeError('not a snapshot of this version', { cause })
  }
}

/** Partitions go to the engine that has their number; lessons not yet merged go to the first. */
function distribute(engines: readonly Engine[], state: State): void {
  engines.forEach((engine, index) => {
    engine.import({
      partitions: new Map(state.partitions.filter(([number]) => number % engines.length === index)),
      ...(index === 0 ? { pending: state.pending } : {}),
    })
  })
}
