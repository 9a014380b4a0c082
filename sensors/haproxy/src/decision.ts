import type { RequestFacts } from './message-facts.ts'
import type { Action } from './spop/ack.ts'

/** What is to become of a request. */
export type Decision =
  | { readonly kind: 'allow' }
  | { readonly kind: 'deny'; readonly status: 403 | 429 }

/**
 * Decides before HAProxy passes a request on, so it must not wait for anything. What it throws is counted
 * and allows the request.
 */
export type Decide = (request: RequestFacts) => Decision

const none: readonly Action[] = []

/** The variable `txn.weir.deny` of HAProxy carries the status; the rule that answers with it is HAProxy's. */
export function actionsOf(decision: Decision): readonly Action[] {
  if (decision.kind === 'allow') return none
  const value = { type: 'int32', value: decision.status } as const
  return [{ kind: 'set-var', scope: 'transaction', name: 'deny', value }]
}
