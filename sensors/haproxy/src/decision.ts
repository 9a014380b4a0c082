import type { Verdict } from '@weir/sensor'
import { type Action, transactionVariable } from './spop/ack.ts'
import { textData } from './spop/typed-data.ts'

const none: readonly never[] = []

/** Statuses the published configuration has a rule for; whatever else is refused is refused as 403. */
const answered: ReadonlySet<number> = new Set([401, 403, 404, 429, 503])

/**
 * Variables of HAProxy carry the verdict; the rules that answer with it are HAProxy's: `txn.weir.deny` the status, `txn.weir.text`
 * the body, `txn.weir.challenge` and `txn.weir.wait` the field that goes with 401 and 429, `txn.weir.tag` the tag of a
 * request that passes.
 */
export function actionsOf(verdict: Verdict): readonly Action[] {
  // JavaScript may leave the tag out.
  if (verdict.kind === 'allow') {
    return typeof verdict.tag === 'string' ? [text('tag', verdict.tag)] : none
  }
  const status = answered.has(verdict.status) ? verdict.status : 403
  const { 'www-authenticate': challenge, 'retry-after': wait } = verdict.headers
  return [
    transactionVariable('deny', { type: 'int32', value: status }),
    text('text', inUtf8(verdict.body)),
    ...(status === 401 && challenge !== undefined ? [text('challenge', challenge)] : []),
    ...(status === 429 && wait !== undefined ? [text('wait', wait)] : []),
  ]
}

/** A string of HAProxy's is octets, each of which is a character of ours. Its rules end the line themselves. */
function inUtf8(body: string | undefined): string {
  return Buffer.from((body ?? '').replace(/\n$/, '')).toString('latin1')
}

/** Bytes of each body that are to be kept, whatever is kept and sampled otherwise; 0 for as usual. */
export function captureOf(verdict: Verdict): number {
  return verdict.kind === 'allow' && verdict.captureBytes > 0 ? verdict.captureBytes : 0
}

/** Paths of the fields to redact in the response; empty where there are none. */
export function redactedFields(verdict: Verdict): readonly string[] {
  // JavaScript may leave them out.
  return verdict.kind === 'allow' && typeof verdict.redact === 'object' ? verdict.redact : none
}

function text(name: string, value: string): Action {
  return transactionVariable(name, textData(value))
}
