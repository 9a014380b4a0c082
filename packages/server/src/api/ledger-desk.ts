import type { Clock } from '../stores/clock.ts'
import type { LedgerReader, QueryName, QueryParameters, QueryRow } from '../stores/ledger-reader.ts'
import { WeirError } from '../weir-error.ts'

/** Asks the ledger for pages that also make sense without its answer. */
export interface LedgerDesk {
  /** Rejects while the ledger is away. */
  ask: LedgerReader['query']
  /** Null while the ledger is away. */
  tryAsk<Name extends QueryName>(
    name: Name,
    parameters: QueryParameters<Name>,
  ): Promise<readonly QueryRow<Name>[] | null>
  /** The next full second: the end of periods that reach up to now. */
  now(): number
  /** So many milliseconds up to now; no time lies before the epoch. */
  last(spanMs: number): Period
}

export interface Period {
  readonly fromMs: number
  readonly toMs: number
}

const tickMs = 1_000

export function createLedgerDesk(ledger: LedgerReader, clock: Pick<Clock, 'now'>): LedgerDesk {
  const now = (): number => Math.ceil(clock.now() / tickMs) * tickMs
  return {
    ask: (name, parameters) => ledger.query(name, parameters),
    tryAsk: async (name, parameters) => {
      try {
        return await ledger.query(name, parameters)
      } catch (error) {
        if (error instanceof WeirError && error.code === 'LEDGER_UNAVAILABLE') return null
        throw error
      }
    },
    now,
    last: (spanMs) => {
      const toMs = now()
      return { fromMs: Math.max(0, toMs - spanMs), toMs }
    },
  }
}
