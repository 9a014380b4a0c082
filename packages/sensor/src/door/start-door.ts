import { randomBytes } from 'node:crypto'
import type { ActionKind, DoorMessage, DoorReport } from '@weir/schema/decision'
import { pauseMs, retryAfterMs } from '../back-off.ts'
import { hubEndpoint } from '../hub-endpoint.ts'
import { httpTransport } from '../http-transport.ts'
import type { Cancel, Clock, Transport } from '../ports.ts'
import { systemClock } from '../system-clock.ts'
import { Application } from './apply-message.ts'
import { Fuse, type FuseLimits, fuseLimits } from './fuse.ts'
import { type HubStream, hubStream, type OpenStream } from './hub-stream.ts'
import type { Decide, DoorCall } from './door-call.ts'
import { Judge } from './judge.ts'
import { type DoorLimits, doorLimits } from './limits.ts'
import { Reporter } from './reporter.ts'
import { pass, type Verdict } from './verdict.ts'

export interface DoorOptions {
  /** Address of the hub, such as `http://127.0.0.1:7447`. */
  readonly url: string
  /** A key of the hub that may read decisions. */
  readonly key: string
  /** Name and version of the host's plug-in. */
  readonly agent: string
  /** What the host can carry out. */
  readonly can: readonly ActionKind[]
  readonly fuse?: Partial<FuseLimits>
  readonly limits?: Partial<DoorLimits>
  /** Replaced in tests. */
  readonly ports?: Partial<DoorPorts>
}

export interface DoorPorts {
  readonly clock: Clock
  readonly random: () => number
  readonly open: OpenStream
  readonly reports: Transport
}

export interface Door {
  /** What to do with a request. Never throws and never waits; what goes wrong inside passes and is counted. */
  readonly decide: Decide
  /** Counts a response that passed though a decision would have redacted it. */
  readonly passedOver: () => void
  readonly state: () => DoorState
  /** Settles once a whole list of decisions is in force; false where that took longer. */
  readonly ready: (timeoutMs: number) => Promise<boolean>
  readonly close: () => void
}

export interface DoorState {
  readonly connected: boolean
  readonly epoch: string
  readonly seq: number
  readonly held: number
  readonly unsupported: number
  readonly checked: number
  readonly refused: number
  readonly faults: number
  readonly passedOver: number
  /** Messages of the hub that could not be read. */
  readonly unread: number
  readonly open: 'break-glass' | 'fuse' | null
}

/** Keeps the hub's decisions at hand. They stay in force while the hub is away, each until its time is over. */
export function startDoor(options: DoorOptions): Door {
  return new RunningDoor(options)
}

class RunningDoor implements Door {
  readonly #agent: string
  readonly #can: readonly ActionKind[]
  readonly #limits: DoorLimits
  readonly #clock: Clock
  readonly #random: () => number
  readonly #open: OpenStream
  readonly #judge: Judge
  readonly #application: Application
  readonly #reporter: Reporter
  readonly #boot = randomBytes(12).toString('base64url')
  readonly #waiting = new Set<() => void>()
  #stream: HubStream | null = null
  #timer: Cancel | null = null
  #expiry: Cancel | null = null
  #connected = false
  #failures = 0
  #faults = 0
  #passedOver = 0
  #unread = 0
  #lagMs = 0
  #aheadMs = 0
  #isClosed = false

  constructor(options: DoorOptions) {
    const { url, key, agent, can } = options
    this.#agent = agent
    this.#can = can
    this.#limits = { ...doorLimits, ...options.limits }
    const limits = this.#limits
    const clock = options.ports?.clock ?? systemClock()
    this.#clock = clock
    this.#random = options.ports?.random ?? Math.random
    const endpoint = hubEndpoint(url, '/v1/doors/stream')
    this.#open = options.ports?.open ?? hubStream({ endpoint, key, agent, limits, clock })
    this.#judge = new Judge(new Fuse({ ...fuseLimits, ...options.fuse }))
    this.#application = new Application(this.#judge, can)
    this.#reporter = new Reporter({
      transport:
        options.ports?.reports ??
        httpTransport(hubEndpoint(url, '/v1/doors/report'), limits.answerBytes),
      key,
      clock,
      limits,
      hits: this.#judge.hits,
      isBlown: (id) => this.#judge.fuse.isBlown(id, clock.now()),
      read: () => this.#report(),
    })
    this.#connect()
    this.#expireLater()
  }

  readonly decide = (call: DoorCall): Verdict => {
    try {
      return this.#judge.decide(call, this.#clock.now())
    } catch {
      this.#faults += 1
      return pass
    }
  }

  readonly passedOver = (): void => {
    this.#passedOver += 1
  }

  readonly state = (): DoorState => ({
    connected: this.#connected,
    ...this.#application.place,
    held: this.#judge.table.size,
    unsupported: this.#application.unsupported,
    checked: this.#judge.checked,
    refused: this.#judge.refused,
    faults: this.#faults,
    passedOver: this.#passedOver,
    unread: this.#unread,
    open: this.#judge.open(this.#clock.now()),
  })

  readonly ready = (timeoutMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      if (this.#application.isReady) return resolve(true)
      const settle = (isReady: boolean): void => {
        this.#waiting.delete(heard)
        cancel()
        resolve(isReady)
      }
      const heard = (): void => settle(true)
      const cancel = this.#clock.schedule(timeoutMs, () => settle(false), true)
      this.#waiting.add(heard)
    })

  readonly close = (): void => {
    this.#isClosed = true
    this.#timer?.()
    this.#expiry?.()
    this.#stream?.close()
    this.#reporter.close()
  }

  #connect(): void {
    if (this.#isClosed) return
    const { epoch, seq } = this.#application.place
    const query = new URLSearchParams({
      epoch,
      seq: String(seq),
      boot: this.#boot,
      can: this.#can.join(','),
    })
    this.#stream = this.#open(query, {
      message: (message) => this.#take(message),
      unread: () => {
        this.#unread += 1
      },
      ended: (retryAfter) => this.#ended(retryAfter),
    })
  }

  #take(message: DoorMessage): void {
    const now = this.#clock.now()
    if (message.kind === 'hello') {
      this.#connected = true
      this.#failures = 0
    }
    if (message.kind === 'hello' || message.kind === 'beat') this.#aheadMs = message.now_ms - now
    this.#application.apply(message, now)
    if (message.kind === 'decision') this.#noteLag(message, now)
    if (message.kind === 'beat') return
    this.#reporter.changed()
    if (this.#application.isReady) for (const heard of this.#waiting) heard()
  }

  /** How long a change took from the hub to being in force, as far as both clocks agree. */
  #noteLag({ sent_ms: sent }: Extract<DoorMessage, { kind: 'decision' }>, now: number): void {
    if (sent > 0) this.#lagMs = Math.max(0, now + this.#aheadMs - sent)
  }

  #ended(retryAfter: string | undefined): void {
    this.#connected = false
    this.#stream = null
    if (this.#isClosed) return
    this.#failures += 1
    const asked = retryAfterMs(retryAfter, this.#clock.now())
    const pause = pauseMs(this.#failures, asked, this.#random, this.#limits)
    this.#timer = this.#clock.schedule(pause, () => this.#connect())
  }

  #expireLater(): void {
    this.#expiry = this.#clock.schedule(this.#limits.expireMs, () => {
      this.#judge.expire(this.#clock.now())
      if (!this.#isClosed) this.#expireLater()
    })
  }

  #report(): Omit<DoorReport, 'hits'> {
    const { epoch, seq, held, unsupported, checked, refused, faults, passedOver, open } =
      this.state()
    return {
      boot: this.#boot,
      agent: this.#agent,
      can: this.#can,
      epoch,
      seq,
      lag_ms: this.#lagMs,
      held,
      unsupported,
      checked,
      refused,
      faults,
      passed_over: passedOver,
      open,
    }
  }
}
