import type { ActionKind, Decision, DoorMessage } from '@weir/schema/decision'
import type { Judge } from './judge.ts'

/** Where a door is in the hub's list of changes. */
export interface Place {
  epoch: string
  seq: number
}

/** Brings what the hub says into force; what is here outlives the connection. */
export class Application {
  readonly place: Place = { epoch: '', seq: 0 }
  readonly #judge: Judge
  readonly #can: ReadonlySet<ActionKind>
  readonly #unsupported = new Set<string>()
  /** Ids a snapshot has named so far; null outside of one. */
  #named: Set<string> | null = null
  #isReady = false

  constructor(judge: Judge, can: readonly ActionKind[]) {
    this.#judge = judge
    this.#can = new Set(can)
  }

  /** True once a whole list of decisions is in force. */
  get isReady(): boolean {
    return this.#isReady
  }

  get unsupported(): number {
    return this.#unsupported.size
  }

  apply(message: DoorMessage, ownMs: number): void {
    switch (message.kind) {
      case 'hello':
        return this.#hello(message, ownMs)
      case 'decision':
        this.#put(message.decision)
        this.#reached(message.seq)
        return
      case 'undo':
        this.#judge.table.remove(message.id)
        this.#unsupported.delete(message.id)
        this.#reached(message.seq)
        return
      case 'ready':
        return this.#ready(message.seq)
      case 'open':
        return this.#judge.openUntil(message.until_ms)
      case 'beat':
        return this.#judge.setClock(message.now_ms, ownMs)
    }
    return message satisfies never
  }

  #hello(hello: Extract<DoorMessage, { kind: 'hello' }>, ownMs: number): void {
    this.#judge.setClock(hello.now_ms, ownMs)
    this.#judge.useKeys(hello.keys)
    this.#judge.useInternal(hello.internal)
    this.#judge.openUntil(hello.open_until_ms)
    this.#named = hello.snapshot ? new Set() : null
    if (!hello.snapshot) return
    this.place.epoch = hello.epoch
    this.place.seq = 0
  }

  #put(decision: Decision): void {
    this.#named?.add(decision.id)
    if (!this.#can.has(decision.action.kind)) {
      this.#judge.table.remove(decision.id)
      this.#unsupported.add(decision.id)
      return
    }
    this.#unsupported.delete(decision.id)
    this.#judge.table.put(decision)
  }

  /** Half a snapshot is none: whoever loses the stream within one asks for all of it again. */
  #reached(seq: number): void {
    if (this.#named === null) this.place.seq = Math.max(this.place.seq, seq)
  }

  #ready(seq: number): void {
    const named = this.#named
    this.#named = null
    this.#isReady = true
    this.#reached(seq)
    if (named === null) return
    for (const id of this.#judge.table.ids) if (!named.has(id)) this.#judge.table.remove(id)
    for (const id of this.#unsupported) if (!named.has(id)) this.#unsupported.delete(id)
  }
}
