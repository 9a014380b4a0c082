import type { Ledger, LedgerEntry } from '../stores/ledger.ts'
import { messageOf } from '../weir-error.ts'

/**
 * Hands entries to the ledger, many in one transaction, one transaction at a time. What the ledger does
 * not take is kept and tried again; when too much is kept the analysis waits.
 */
export class LedgerFeed {
  readonly #ledger: Ledger
  readonly #onTrouble: (error: unknown) => void
  #entries: LedgerEntry[] = []
  #calls = 0
  #writing = false
  #closed = false
  /** Last frame that was pushed or needs no entry. */
  #through: number
  #problem: string | null = null
  #failures = 0
  #timer: NodeJS.Timeout | null = null
  #waiters: { readonly isMet: () => boolean; readonly resolve: () => void }[] = []

  constructor(ledger: Ledger, through: number, onTrouble: (error: unknown) => void) {
    this.#ledger = ledger
    this.#through = through
    this.#onTrouble = onTrouble
  }

  /** Why the ledger takes nothing at the moment; null when it does. */
  get problem(): string | null {
    return this.#problem
  }

  get isFull(): boolean {
    return this.#calls >= mostCalls || this.#entries.length >= mostEntries
  }

  /** Every frame at or before this one is in the ledger or needs no entry. */
  get settled(): number {
    const [first] = this.#entries
    return first === undefined ? this.#through : first.frame - 1
  }

  push(entry: LedgerEntry): void {
    this.#through = entry.frame
    if (entry.calls.length + entry.findings.length + entry.incidents.length === 0) {
      this.#settle()
      return
    }
    this.#entries.push(entry)
    this.#calls += entry.calls.length
    if (!this.#writing && this.#timer === null) void this.#write()
  }

  whenRoom(): Promise<void> {
    return this.#when(() => !this.isFull)
  }

  whenSettled(frame: number): Promise<void> {
    return this.#when(() => this.settled >= frame)
  }

  /** Ends; what the ledger has not taken is analysed again from the spool at the next start. */
  close(): void {
    this.#closed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #when(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiters.push({ isMet, resolve })
    })
  }

  async #write(): Promise<void> {
    this.#writing = true
    while (this.#entries.length > 0 && !this.#closed) {
      const batch = this.#nextBatch()
      try {
        await this.#ledger.append(batch)
      } catch (error) {
        this.#fail(error)
        break
      }
      this.#failures = 0
      this.#problem = null
      this.#entries.splice(0, batch.length)
      this.#calls -= batch.reduce((sum, { calls }) => sum + calls.length, 0)
      this.#settle()
    }
    this.#writing = false
  }

  #nextBatch(): readonly LedgerEntry[] {
    let calls = 0
    const end = this.#entries.findIndex((entry) => {
      calls += entry.calls.length
      return calls >= callsPerTransaction
    })
    return this.#entries.slice(0, end === -1 ? this.#entries.length : end + 1)
  }

  #fail(error: unknown): void {
    this.#problem = messageOf(error)
    if (this.#failures === 0) this.#onTrouble(error)
    this.#failures += 1
    if (this.#closed) return
    const pauseMs = Math.min(
      longestPauseMs,
      shortestPauseMs * 2 ** Math.min(this.#failures - 1, 10),
    )
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.#write()
    }, pauseMs)
  }

  #settle(): void {
    const met = this.#waiters.filter(({ isMet }) => isMet())
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter))
    for (const { resolve } of met) resolve()
  }
}

const callsPerTransaction = 2_000
/** Kept in memory while the ledger is away: about 20 MB of rows. */
const mostCalls = 20_000
const mostEntries = 4_000
const shortestPauseMs = 50
const longestPauseMs = 5_000
