import { real, record, text } from '../lib/codec.ts'
import { find, type KeyedTable, keyedTableCodec, newKeyedTable, put } from '../lib/keyed-table.ts'
import { limits } from '../limits.ts'
import type { KeyedHasher } from '../ports.ts'
import {
  absorb,
  addOnce,
  addStep,
  type Chain,
  chainCodec,
  isIncident,
  newChain,
  reach,
  worsen,
} from './chain.ts'
import type { Fact, Leak } from './facts.ts'
import type { Incident } from './finding.ts'

/** Lane 2: facts of all actors meet here by their join key, and incidents assemble. */
export interface Joiner {
  /** Takes facts in the order of their sequence numbers; answers the incident a fact changed. */
  take(fact: Fact): Incident | null
  incident(id: string): Incident | null
  incidents(): readonly Incident[]
  /** Leaks lane 1 has to know, in the order they became known. */
  leaks(): readonly Leak[]
  encode(): unknown
  /** Throws a `CodecError` when the state is damaged. */
  restore(state: unknown): void
}

interface HeldLeak {
  /** Chain it is part of. */
  chain: string
  readonly ts: number
  readonly owner: string
}

/** The machine a credential was handed to. */
interface Holder {
  readonly actor: string
  readonly place: string
}

interface State {
  /** Credentials seen where they must not be, by keyed hash. */
  readonly leaks: KeyedTable<HeldLeak>
  /** Machines by the keyed hash of what they were handed. */
  readonly holders: KeyedTable<Holder>
  /** Chain each actor belongs to. */
  readonly members: KeyedTable<string>
  readonly chains: KeyedTable<Chain>
}

type FactOf<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>

const capacity = limits.findingsPerPartition

/** A day without anything new closes a chain; only the use of what leaked opens it again. */
const idleMs = 24 * 3_600_000

const stateCodec = record<State>({
  leaks: keyedTableCodec(record<HeldLeak>({ chain: text, ts: real, owner: text }), limits.leaks),
  holders: keyedTableCodec(record<Holder>({ actor: text, place: text }), capacity),
  members: keyedTableCodec(text, capacity),
  chains: keyedTableCodec(chainCodec, capacity),
})

export function createJoiner(hasher: KeyedHasher): Joiner {
  let state: State = {
    leaks: newKeyedTable(limits.leaks),
    holders: newKeyedTable(capacity),
    members: newKeyedTable(capacity),
    chains: newKeyedTable(capacity),
  }
  return {
    take: (fact) => {
      const changed = join(state, fact, hasher)
      return changed !== null && isIncident(changed) ? changed.incident : null
    },
    incident: (id) => state.chains.rows.get(id)?.value.incident ?? null,
    incidents: () =>
      [...state.chains.rows.values()]
        .filter(({ value }) => isIncident(value))
        .map(({ value }) => value.incident)
        .sort((left, right) => left.firstMs - right.firstMs || (left.id < right.id ? -1 : 1)),
    leaks: () =>
      [...state.leaks.rows].map(([hash, { value }]) => {
        return { hash, ts: value.ts, owner: value.owner }
      }),
    encode: () => stateCodec.encode(state),
    restore: (input) => {
      state = stateCodec.decode(input)
    },
  }
}

/** What of a leak lane 1 has to know. */
export function leakOf({ join: hash, ts, owner }: FactOf<'credential-leaked'>): Leak {
  return { hash, ts, owner }
}

function join(state: State, fact: Fact, hasher: KeyedHasher): Chain | null {
  switch (fact.kind) {
    case 'finding':
      return joinFinding(state, fact, hasher)
    case 'step':
      return joinStep(state, fact)
    case 'credential-leaked':
      return joinLeak(state, fact, hasher)
    case 'credential-issued':
      return joinIssue(state, fact)
    case 'credential-used':
      return joinUse(state, fact)
    default:
      return fact satisfies never
  }
}

function joinFinding(state: State, fact: FactOf<'finding'>, hasher: KeyedHasher): Chain {
  const leak = fact.credential === null ? null : leakAt(state, fact.credential)
  const led = leak === null ? null : chainAt(state, leak.chain)
  const chain = led ?? chainOf(state, fact.join, fact.ts, hasher)
  if (led === null) addOnce(chain.incident.actors, fact.join)
  else enter(state, led, fact.join)
  reach(chain, fact.ts)
  worsen(chain, fact.severity)
  addOnce(chain.incident.trackers, fact.tracker)
  if (addOnce(chain.incident.findings, fact.finding)) addStep(chain, fact.ts, fact.text)
  return chain
}

/** A step nobody was in a chain for is nothing. */
function joinStep(state: State, { join: actor, ts, text: told }: FactOf<'step'>): Chain | null {
  const chain = memberOf(state, actor, ts)
  if (chain === null || !isIncident(chain)) return null
  reach(chain, ts)
  addStep(chain, ts, told)
  return chain
}

/** The machine a leaked credential belongs to was tricked: what it did wrong is part of the chain. */
function joinLeak(
  state: State,
  fact: FactOf<'credential-leaked'>,
  hasher: KeyedHasher,
): Chain | null {
  if (leakAt(state, fact.join) !== null) return null
  const chain = chainOf(state, fact.actor, fact.ts, hasher)
  put(state.leaks, fact.join, { chain: chain.incident.id, ts: fact.ts, owner: fact.owner })
  const holder = find(state.holders, fact.join)
  return holder === null ? null : follow(state, chain, holder.actor, fact.ts)
}

function joinIssue(state: State, fact: FactOf<'credential-issued'>): Chain | null {
  const { actor, place, ts } = fact
  put(state.holders, fact.join, { actor, place })
  const leak = leakAt(state, fact.join)
  const chain = leak === null ? null : chainAt(state, leak.chain)
  return chain === null ? null : follow(state, chain, actor, ts)
}

/** Brings an actor into the chain with what it has done; without that it is only watched. */
function follow(state: State, chain: Chain, actor: string, ts: number): Chain | null {
  if (memberOf(state, actor, ts) !== null) {
    enter(state, chain, actor)
    return chain
  }
  put(state.members, actor, chain.incident.id)
  return null
}

/** Somebody uses what leaked: lane 1 finds it at the next exchange, but who it is counts from now on. */
function joinUse(state: State, fact: FactOf<'credential-used'>): Chain | null {
  const leak = leakAt(state, fact.join)
  if (leak === null || leak.ts > fact.ts || isOwner(state, fact, leak)) return null
  const chain = chainAt(state, leak.chain)
  if (chain === null) return null
  enter(state, chain, fact.actor)
  reach(chain, fact.ts)
  return chain
}

/** Where nothing tells whose a credential is, its use alone names nobody. */
function isOwner(state: State, fact: FactOf<'credential-used'>, { owner }: HeldLeak): boolean {
  const holder = find(state.holders, fact.join)
  if (fact.place === owner || fact.place === holder?.place) return true
  return owner === '' && holder === null
}

/** The actor is part of the chain, and so is what it had done before. */
function enter(state: State, chain: Chain, actor: string): void {
  const id = find(state.members, actor)
  const other = id === null || id === chain.incident.id ? null : chainAt(state, id)
  if (other !== null) {
    absorb(chain, other)
    state.chains.rows.delete(other.incident.id)
    for (const { value } of state.leaks.rows.values()) {
      if (value.chain === other.incident.id) value.chain = chain.incident.id
    }
    for (const one of other.incident.actors) put(state.members, one, chain.incident.id)
  }
  addOnce(chain.incident.actors, actor)
  put(state.members, actor, chain.incident.id)
}

/** Not by `find`: lane 1 holds the same leaks and forgets the oldest first. */
function leakAt(state: State, hash: string): HeldLeak | null {
  return state.leaks.rows.get(hash)?.value ?? null
}

function chainAt(state: State, id: string): Chain | null {
  return find(state.chains, id)
}

function memberOf(state: State, actor: string, ts: number): Chain | null {
  const id = find(state.members, actor)
  const chain = id === null ? null : chainAt(state, id)
  return chain === null || ts - chain.incident.lastMs > idleMs ? null : chain
}

function chainOf(state: State, actor: string, ts: number, hasher: KeyedHasher): Chain {
  const known = memberOf(state, actor, ts)
  if (known !== null) return known
  const chain = newChain(hasher.identifier(`incident\n${actor}\n${ts}`), actor, ts)
  put(state.members, actor, chain.incident.id)
  put(state.chains, chain.incident.id, chain)
  return chain
}
