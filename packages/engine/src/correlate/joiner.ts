import { real, record, text } from '../lib/codec.ts'
import { find, type KeyedTable, keyedTableCodec, newKeyedTable, put } from '../lib/keyed-table.ts'
import { limits } from '../limits.ts'
import type { KeyedHasher } from '../ports.ts'
import { type Fact, severities, type Severity } from './facts.ts'
import { type Incident, incidentCodec } from './finding.ts'

/** Lane 2: facts of all actors meet here by their join key, and incidents assemble. */
export interface Joiner {
  /** Takes facts in the order of their sequence numbers; answers the incident a fact changed. */
  take(fact: Fact): Incident | null
  incident(id: string): Incident | null
  incidents(): readonly Incident[]
  encode(): unknown
  /** Throws a `CodecError` when the state is damaged. */
  restore(state: unknown): void
}

interface Leak {
  readonly finding: string
  readonly actor: string
  readonly ts: number
}

interface State {
  /** Credentials seen where they must not be, by keyed hash. */
  readonly leaks: KeyedTable<Leak>
  /** Incident each actor belongs to. */
  readonly members: KeyedTable<string>
  readonly incidents: KeyedTable<Incident>
}

const capacity = limits.findingsPerPartition

const stateCodec = record<State>({
  leaks: keyedTableCodec(record<Leak>({ finding: text, actor: text, ts: real }), capacity),
  members: keyedTableCodec(text, capacity),
  incidents: keyedTableCodec(incidentCodec, capacity),
})

export function createJoiner(hasher: KeyedHasher): Joiner {
  let state: State = {
    leaks: newKeyedTable(capacity),
    members: newKeyedTable(capacity),
    incidents: newKeyedTable(capacity),
  }
  return {
    take: (fact) => {
      const changed = join(state, fact, hasher)
      return changed !== null && isChain(changed) ? changed : null
    },
    incident: (id) => state.incidents.rows.get(id)?.value ?? null,
    incidents: () =>
      [...state.incidents.rows.values()]
        .map((row) => row.value)
        .filter(isChain)
        .sort((left, right) => left.firstMs - right.firstMs || (left.id < right.id ? -1 : 1)),
    encode: () => stateCodec.encode(state),
    restore: (input) => {
      state = stateCodec.decode(input)
    },
  }
}

function join(state: State, fact: Fact, hasher: KeyedHasher): Incident | null {
  if (fact.kind === 'finding') return joinFinding(state, fact, hasher)
  if (fact.kind === 'credential-used') return joinUse(state, fact, hasher)
  rememberLeak(state, fact)
  return null
}

/** One kind of misuse, however often, is no chain; two kinds, or a leak and the use of what leaked, are. */
function isChain(incident: Incident): boolean {
  return incident.trackers.length > 1 || incident.actors.length > 1
}

function rememberLeak(state: State, fact: Extract<Fact, { kind: 'credential-leaked' }>): void {
  if (find(state.leaks, fact.join) !== null) return
  put(state.leaks, fact.join, { finding: fact.finding, actor: fact.actor, ts: fact.ts })
}

function joinFinding(
  state: State,
  fact: Extract<Fact, { kind: 'finding' }>,
  hasher: KeyedHasher,
): Incident {
  const incident = incidentOf(state, fact.join, fact.ts, hasher)
  incident.lastMs = Math.max(incident.lastMs, fact.ts)
  incident.severity = worse(incident.severity, fact.severity)
  addOnce(incident.trackers, fact.tracker)
  if (addOnce(incident.findings, fact.finding)) incident.story.push(`${fact.tracker} raised`)
  return incident
}

function joinUse(
  state: State,
  fact: Extract<Fact, { kind: 'credential-used' }>,
  hasher: KeyedHasher,
): Incident | null {
  const leak = find(state.leaks, fact.join)
  if (leak === null || leak.ts > fact.ts) return null
  const incident = incidentOf(state, leak.actor, leak.ts, hasher)
  incident.lastMs = Math.max(incident.lastMs, fact.ts)
  if (!addOnce(incident.actors, fact.actor)) return incident
  adopt(state, incident, fact.actor)
  put(state.members, fact.actor, incident.id)
  incident.severity = 'critical'
  const seconds = Math.round((fact.ts - leak.ts) / 1_000)
  incident.story.push(`the leaked credential was used from ${fact.network} ${seconds} s later`)
  return incident
}

/** What the newcomer had done before belongs to the chain too. */
function adopt(state: State, incident: Incident, actor: string): void {
  const id = find(state.members, actor)
  const other = id === null || id === incident.id ? null : find(state.incidents, id)
  if (other === null) return
  for (const finding of other.findings) addOnce(incident.findings, finding)
  for (const tracker of other.trackers) addOnce(incident.trackers, tracker)
  incident.story.push(...other.story)
  incident.severity = worse(incident.severity, other.severity)
  state.incidents.rows.delete(other.id)
}

function incidentOf(state: State, actor: string, ts: number, hasher: KeyedHasher): Incident {
  const id = find(state.members, actor)
  const known = id === null ? null : find(state.incidents, id)
  if (known !== null) return known
  const incident: Incident = {
    id: hasher.identifier(`incident\n${actor}\n${ts}`),
    severity: 'low',
    findings: [],
    trackers: [],
    actors: [actor],
    story: [],
    firstMs: ts,
    lastMs: ts,
  }
  put(state.members, actor, incident.id)
  put(state.incidents, incident.id, incident)
  return incident
}

function worse(left: Severity, right: Severity): Severity {
  return severities.indexOf(left) >= severities.indexOf(right) ? left : right
}

function addOnce(list: string[], item: string): boolean {
  if (list.includes(item) || list.length >= limits.chain) return false
  list.push(item)
  return true
}
