import { clientAddress, type Networks, parseNetworks } from '@weir/schema/caller'
import {
  type ActionKind,
  type CredentialKey,
  type Decision,
  type DecisionAction,
  type KnownNetwork,
} from '@weir/schema/decision'
import type { DoorCall } from './door-call.ts'
import { DecisionTable, type HeldDecision } from './decision-table.ts'
import { Fuse } from './fuse.ts'
import { Hits } from './hits.ts'
import { Memo } from './memo.ts'
import { PresentedHashes } from './presented-hashes.ts'
import { Throttle } from './throttle.ts'
import { pass, refusalOf, type Verdict } from './verdict.ts'

const kept = { hashes: 8_192, clients: 8_192, throttled: 16_384 }
const longestHops = 1_024

/** From the strongest: what stands first is done. */
const ladder: readonly ActionKind[] = ['allow', 'deny', 'challenge', 'throttle']

/** Holds decisions and judges requests by them, in microseconds and without asking anybody. */
export class Judge {
  readonly table = new DecisionTable()
  readonly hits = new Hits()
  readonly fuse: Fuse
  readonly #throttle = new Throttle(kept.throttled)
  #hashes = new PresentedHashes([], kept.hashes)
  #networks: Networks = parseNetworks([])
  #clients = newClients()
  /** Milliseconds the hub's clock is ahead of ours. */
  #ahead = 0
  #openUntilMs = 0
  checked = 0
  refused = 0

  constructor(fuse: Fuse = new Fuse()) {
    this.fuse = fuse
  }

  useKeys(keys: readonly CredentialKey[]): void {
    this.#hashes = new PresentedHashes(keys, kept.hashes)
  }

  /** What ours forward is believed. */
  useNetworks(networks: readonly KnownNetwork[]): void {
    this.#networks = parseNetworks(networks.map((network) => ({ ...network, zone: '' })))
    this.#clients = newClients()
  }

  /** Both in Unix milliseconds. */
  setClock(hubMs: number, ownMs: number): void {
    this.#ahead = hubMs - ownMs
  }

  /** Break-glass, by the hub's clock: until then every request passes. */
  openUntil(hubMs: number): void {
    this.#openUntilMs = hubMs
  }

  open(nowMs: number): 'break-glass' | 'fuse' | null {
    if (nowMs + this.#ahead < this.#openUntilMs) return 'break-glass'
    return this.fuse.isOpen(nowMs) ? 'fuse' : null
  }

  expire(nowMs: number): void {
    this.table.expire(nowMs + this.#ahead)
  }

  decide(call: DoorCall, nowMs: number): Verdict {
    this.checked += 1
    const client = this.#client(call)
    this.fuse.saw(client.ip, nowMs)
    if (this.table.size === 0) return pass
    const found = this.#find(call, client, nowMs)
    if (found.length === 0) return pass
    for (const { decision } of found) this.hits.count(decision.id)
    const enforced = found.map(({ decision }) => decision).filter(({ mode }) => mode === 'enforce')
    if (enforced.length === 0 || this.open(nowMs) !== null) return pass
    return this.#carryOut(enforced, client.ip, nowMs)
  }

  /** The same few hops come again and again. */
  #client(call: DoorCall): Client {
    const forwarded = call.request.headers.get('x-forwarded-for')
    const hops =
      forwarded === undefined && call.via === undefined
        ? call.src.ip
        : `${call.src.ip} ${(call.via ?? []).join()} ${(forwarded ?? []).join()}`
    return this.#clients.get(hops, () => {
      const ip = clientAddress(call, this.#networks)
      return { ip, isOutside: !this.#networks.isInternal(ip) }
    })
  }

  #find(call: DoorCall, client: Client, nowMs: number): readonly HeldDecision[] {
    const shown = {
      hashes: this.table.needsHashes ? this.#hashes.of(call) : [],
      ...client,
      service: call.service,
      method: call.request.method,
      url: call.request.url,
    }
    return this.table.find(shown, nowMs + this.#ahead)
  }

  #carryOut(enforced: readonly Decision[], client: string, nowMs: number): Verdict {
    for (const kind of ladder) {
      for (const decision of enforced) {
        if (decision.action.kind !== kind) continue
        const verdict = this.#verdict(decision, decision.action, client, nowMs)
        if (verdict !== null) return verdict
      }
    }
    return milder(enforced)
  }

  /** Null where the decision leaves this request alone. */
  #verdict(
    { id }: Decision,
    action: DecisionAction,
    client: string,
    nowMs: number,
  ): Verdict | null {
    if (action.kind === 'allow') return pass
    if (action.kind !== 'deny' && action.kind !== 'challenge' && action.kind !== 'throttle') {
      return null
    }
    const wait =
      action.kind === 'throttle' ? this.#throttle.waitSeconds(`${id} ${client}`, action, nowMs) : 0
    if (action.kind === 'throttle' && wait === 0) return null
    if (!this.fuse.mayRefuse(id, client, nowMs)) return null
    this.refused += 1
    return refusalOf(action, wait)
  }
}

interface Client {
  readonly ip: string
  /** The address is not ours. */
  readonly isOutside: boolean
}

function newClients(): Memo<Client> {
  return new Memo(kept.clients, longestHops)
}

/** What lets a request pass and yet changes something. */
function milder(enforced: readonly Decision[]): Verdict {
  let tag: string | null = null
  let captureBytes = 0
  const redact: string[] = []
  for (const { action } of enforced) {
    if (action.kind === 'tag') tag = action.name
    if (action.kind === 'capture') captureBytes = Math.max(captureBytes, action.body_bytes)
    if (action.kind === 'redact') redact.push(...action.fields)
  }
  const isPlain = tag === null && redact.length === 0 && captureBytes === 0
  return isPlain ? pass : { kind: 'allow', tag, redact, captureBytes }
}
