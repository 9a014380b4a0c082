import { createHash } from 'node:crypto'
import { catalogOf, createEnsemble, type Finding, type Incident, type Model } from '@weir/engine'
import { decodeExchange } from '@weir/schema'
import type { Balance, Hub, HubEvent, Problem, SensorStatus } from '../hub.ts'

/** A hub whose state a test sets and changes by hand. */
export interface FakeHub extends Hub {
  readonly state: {
    model: Model
    catalog: ReturnType<Hub['catalog']>
    findings: Map<string, Finding>
    incidents: Map<string, Incident>
    balance: Balance
    sensors: SensorStatus[]
    problems: Problem[]
  }
  /** Tells everybody who listens. */
  tell(event: HubEvent): void
  listeners(): number
}

export const emptyBalance: Balance = {
  received: 0,
  analysed: 0,
  dropped: 0,
  held: 0,
  droppedBy: {},
}

export function fakeHub(model: Model = learnedModel()): FakeHub {
  const listeners = new Set<(event: HubEvent) => void>()
  const state: FakeHub['state'] = {
    model,
    catalog: catalogOf(model, false),
    findings: new Map(),
    incidents: new Map(),
    balance: emptyBalance,
    sensors: [],
    problems: [],
  }
  return {
    state,
    startedMs: 500_000,
    environment: 'staging',
    model: () => state.model,
    catalog: () => state.catalog,
    findings: () => [...state.findings.values()],
    finding: (id) => state.findings.get(id) ?? null,
    incidents: () => [...state.incidents.values()],
    incident: (id) => state.incidents.get(id) ?? null,
    balance: () => state.balance,
    sensors: () => state.sensors,
    backlog: () => ({ bytes: 0, oldestMs: 0 }),
    problems: () => state.problems,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (event) => {
      for (const listener of listeners) listener(event)
    },
    listeners: () => listeners.size,
  }
}

/** Card number and address that no answer may show. */
export const secrets = { card: '4111111111111111', email: 'ann.onymous@example.com' } as const

/** What the engine makes of forty calls of a small shop that begin at `startMs`. */
export function learnedModel(startMs = 900_000): Model {
  const hash = (text: string | Uint8Array): string =>
    `test.${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
  const ensemble = createEnsemble({ hasher: { credential: hash, identifier: hash } })
  for (let index = 0; index < 40; index += 1) {
    const decoded = decodeExchange(shopCall(startMs + index * 100, index))
    if (!decoded.ok) throw new Error(decoded.problem)
    ensemble.observe(decoded.value, 'vouched')
  }
  return ensemble.mark()
}

function shopCall(ts: number, index: number): object {
  const headers = {
    'content-type': 'application/json',
    'x-api-key': `key-${index % 4}-of-the-test`,
  }
  const common = {
    ts,
    src: { ip: '10.0.0.7', service: 'web' },
    dst: { host: 'orders', ip: '10.0.0.9', port: 80, service: 'orders' },
  }
  const card = { number: secrets.card, expiry: '12/29' }
  const body = JSON.stringify({ id: 1_000 + index, total: index, email: secrets.email, card })
  return {
    ...common,
    req: { method: 'GET', url: `/orders/${1_000 + index}?limit=${1 + (index % 9)}`, headers },
    res: { status: 200, headers: { 'content-type': 'application/json' }, body },
  }
}
