import type { Decision } from '@weir/sensor'
import type { Action } from './spop/ack.ts'

const none: readonly Action[] = []

/**
 * The variable `txn.weir.deny` of HAProxy carries the status; the rule that answers with it is HAProxy's, which has
 * one for 403 and one for 429. Whatever else a decision says is refused as 403; fields and body stay HAProxy's.
 */
export function actionsOf(decision: Decision): readonly Action[] {
  if (decision.kind === 'allow') return none
  const value = { type: 'int32', value: decision.status === 429 ? 429 : 403 } as const
  return [{ kind: 'set-var', scope: 'transaction', name: 'deny', value }]
}
