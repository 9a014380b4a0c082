import type { Arrival } from './arrival.ts'
import {
  createLearner,
  emptyModel,
  type Learner,
  type Model,
  newSummary,
  outcomeOf,
  recordVolume,
  type Summary,
} from './blueprint/index.ts'
import { createClassifier, type DataTypes } from './classify/index.ts'
import type { EngineContext } from './context.ts'
import type { Fact, Finding, Leak, Signal } from './correlate/index.ts'
import { joinFindings } from './findings.ts'
import { createReferenceInspector, type Inspector } from './inspect/index.ts'
import { newKeyedTable, put } from './lib/keyed-table.ts'
import { limits } from './limits.ts'
import { newPartitionState, type PartitionState } from './partition-state.ts'
import { type Inspected, inspected, isPrimary, type Routed, route } from './route.ts'
import { type Row, rowOf } from './row.ts'
import type { Leaks } from './stolen.ts'
import { track, usesOf } from './track.ts'

/** What one exchange came to. */
export interface Observation {
  readonly row: Row
  /** What lane 2 has to hear. */
  readonly facts: readonly Fact[]
  readonly signals: readonly Signal[]
  /** Findings this exchange raised or let evolve, by id. */
  readonly findings: readonly string[]
  /** Highest score of the signals; 0.5 and above exactly when a finding was raised. */
  readonly score: number
}

/** Lane 1: analyses the exchanges of the actors in its partitions. */
export interface Engine {
  observe(arrival: Arrival): Observation
  /** What was learned since the last call; mergeable with what other engines learned. */
  summary(): Summary
  /** Takes the merged truth of a mark. */
  adopt(model: Model): void
  /** Hears from lane 2 of a credential that leaked: its next use is judged by it. */
  hear(leak: Leak): void
  /** Findings by partition: one that many actors raised stands there more than once. */
  findings(): readonly Finding[]
  finding(id: string): Finding | null
  /** State of the partitions this engine has, by number, and what it has learned since the mark. */
  export(): EngineState
  /** Replaces both and forgets leaks; without pending lessons it has learned nothing since the mark. */
  import(state: Pick<EngineState, 'partitions'> & Partial<EngineState>): void
}

export interface EngineState {
  readonly partitions: ReadonlyMap<number, PartitionState>
  readonly pending: Summary
}

export function createEngine(context: EngineContext): Engine {
  const inspectorFor = (types: DataTypes): Inspector =>
    createReferenceInspector(createClassifier(types), context.config.seed)
  const learner = createLearner(context.config.seed)
  const partitions = new Map<number, PartitionState>()
  const leaks: Leaks = newKeyedTable(limits.leaks)
  let model = emptyModel()
  let inspector = inspectorFor(model.types)
  const stateOf = (partition: number): PartitionState => {
    const state = partitions.get(partition) ?? newPartitionState()
    partitions.set(partition, state)
    return state
  }
  return {
    observe: (arrival) => {
      const state = stateOf(arrival.partition)
      const routed = route(context, model, arrival)
      if (!isPrimary(model, routed)) return secondary(context, learner, routed, state)
      const { exchange } = arrival
      const inspection = inspector.inspect(exchange, routed.tokens.text ?? [])
      const whole = inspected(routed, inspection)
      learn(learner, model, whole, state)
      const tracked = track({ context, model, leaks, lessons: learner.lessons() }, state, whole)
      return { row: rowOf(routed, whole), ...tracked }
    },
    summary: () => learner.take(),
    adopt: (next) => {
      if (next.types !== model.types) inspector = inspectorFor(next.types)
      model = next
    },
    findings: () =>
      [...partitions.values()].flatMap((state) =>
        [...state.findings.rows.values()].map((row) => row.value),
      ),
    finding: (id) => {
      const found = [...partitions.values()].flatMap(
        ({ findings }) => findings.rows.get(id)?.value ?? [],
      )
      return found.length === 0 ? null : found.reduce(joinFindings)
    },
    hear: (leak) => {
      if (!leaks.rows.has(leak.hash)) put(leaks, leak.hash, leak)
    },
    export: () => ({ partitions, pending: learner.peek() }),
    import: (state) => {
      partitions.clear()
      leaks.rows.clear()
      for (const [number, partition] of state.partitions) partitions.set(number, partition)
      learner.replace(state.pending ?? newSummary())
    },
  }
}

/** A call that another sensor tells better: it teaches and raises nothing, but lane 2 hears of it. */
function secondary(
  context: EngineContext,
  learner: Learner,
  routed: Routed,
  state: PartitionState,
): Observation {
  const { arrival, service } = routed
  if (arrival.teaching !== 'none') learner.noteVantage(service, arrival.exchange)
  const facts = usesOf(context, state, routed)
  return { row: rowOf(routed, null), facts, signals: [], findings: [], score: 0 }
}

function learn(learner: Learner, model: Model, routed: Inspected, state: PartitionState): void {
  const { arrival, s3, source, service, host, tokens, path, operation, inspection, action } = routed
  const { exchange, identity, teaching } = arrival
  const bytes = exchange.response?.bodySize ?? 0
  const volume = `${identity.actor}\n${operation}`
  const finished = recordVolume(state.volumes, volume, exchange.ts, bytes)
  if (teaching === 'none') return
  learner.learn({
    exchange,
    identity,
    source,
    service,
    host,
    tokens,
    path,
    operation,
    action,
    template: s3?.template ?? null,
    corrected: model.corrections.of(service.name),
    outcome: outcomeOf(exchange),
    inspection,
    finished,
    teaching,
  })
}
