import type { Backlog, Balance, LiveEvent } from '@weir/schema/api'
import type { QueryClient } from '@tanstack/react-query'
import { ApiError, apiPath, ask } from './client.ts'
import { decodeLiveEvent } from './decode-answer.ts'
import { createBatcher } from './throttle.ts'

export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'lost'; readonly lastMs: number; readonly retryMs: number }
  | { readonly kind: 'signed-out' }

export interface LiveSnapshot {
  readonly state: LiveState
  readonly balance: Balance | null
  readonly backlog: Backlog | null
  /** What a screen reader is told: the newest critical finding. */
  readonly said: string
}

export interface Live {
  readonly subscribe: (listener: () => void) => () => void
  readonly snapshot: () => LiveSnapshot
  toggle(): void
  retry(): void
  start(): void
}

const kinds = ['finding', 'incident', 'mark', 'balance'] as const
const firstRetryMs = 2_000
const longestRetryMs = 30_000
/** At most two updates of the page in a second; a mark touches the ledger's queries, so rarer. */
const findingsMs = 500
const marksMs = 2_000

const findingWords = ['findings', 'findings-count', 'incidents', 'incident', 'finding', 'status']
const markWords = [
  'overview',
  'status',
  'services',
  'service',
  'operations',
  'operation',
  'data-types',
  'spec-diff',
]

export function createLive(client: QueryClient): Live {
  return new Connection(client)
}

class Connection implements Live {
  readonly #client: QueryClient
  readonly #listeners = new Set<() => void>()
  readonly #soon: (words: readonly string[]) => void
  readonly #seldom: (words: readonly string[]) => void
  #snapshot: LiveSnapshot = {
    state: { kind: 'connecting' },
    balance: null,
    backlog: null,
    said: '',
  }
  #source: EventSource | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #attempts = 0
  #lastMs = Date.now()

  constructor(client: QueryClient) {
    this.#client = client
    const timers = {
      now: () => performance.now(),
      later: (run: () => void, ms: number) => {
        setTimeout(run, ms)
      },
    }
    const stale = (words: ReadonlySet<string>): void => {
      void client.invalidateQueries({
        predicate: ({ queryKey }) => words.has(String(queryKey[0])),
      })
    }
    this.#soon = createBatcher(stale, findingsMs, timers)
    this.#seldom = createBatcher(stale, marksMs, timers)
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  snapshot = (): LiveSnapshot => this.#snapshot

  start(): void {
    if (this.#source !== null) return
    const source = new EventSource(apiPath('live'))
    this.#source = source
    source.addEventListener('open', () => this.#opened())
    source.addEventListener('error', () => this.#failed())
    for (const kind of kinds) {
      source.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        const event = decodeLiveEvent(data)
        if (event !== null) this.#take(event)
      })
    }
  }

  toggle(): void {
    if (this.#snapshot.state.kind === 'paused') {
      this.#set({ state: { kind: 'connecting' } })
      this.start()
    } else {
      this.#stop()
      this.#set({ state: { kind: 'paused' } })
    }
  }

  retry(): void {
    this.#stop()
    this.start()
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#source?.close()
    this.#source = null
  }

  #opened(): void {
    const isAgain = this.#attempts > 0 || this.#snapshot.state.kind === 'connecting'
    this.#attempts = 0
    this.#set({ state: { kind: 'live' } })
    // What happened in the gap is in the lists.
    if (isAgain) void this.#client.invalidateQueries()
  }

  #failed(): void {
    this.#stop()
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#attempts)
    this.#attempts += 1
    this.#set({ state: { kind: 'lost', lastMs: this.#lastMs, retryMs: Date.now() + waitMs } })
    this.#timer = setTimeout(() => this.start(), waitMs)
    // An event source does not say why it failed.
    void ask(apiPath('status')).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 401) this.#signedOut()
    })
  }

  #signedOut(): void {
    this.#stop()
    this.#set({ state: { kind: 'signed-out' } })
  }

  #take(event: LiveEvent): void {
    this.#lastMs = Date.now()
    switch (event.kind) {
      case 'balance':
        this.#set({ balance: event.balance, backlog: event.backlog })
        return
      case 'mark':
        this.#seldom(markWords)
        return
      case 'incident':
        this.#soon([...findingWords, 'overview'])
        return
      case 'finding':
        this.#soon([...findingWords, 'overview'])
        if (event.change === 'raised' && event.finding.severity === 'critical')
          this.#set({ said: `Critical: ${event.finding.title}, at ${event.finding.service}` })
        return
    }
    event satisfies never
  }

  #set(part: Partial<LiveSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...part }
    for (const listener of this.#listeners) listener()
  }
}
