import type { Decided } from './while-decided.ts'
import { redactable } from './redactable-service.ts'

/** Each cannot be redacted, for a reason of its own, which is counted. */
const unredactable: readonly (readonly [string, string])[] = [
  ['/coded', redactable.coded.toString()],
  ['/broken', redactable.broken],
  ['/part', redactable.text],
  ['/long', redactable.long],
  ['/longer', redactable.long],
]

/**
 * Asks for what a door cannot redact, and for what there is nothing to redact in: which of these did not pass as they were,
 * or were counted where they should not be, or not where they should. `more` are further ones the first holds for.
 */
export async function faultsOfPassing(
  { ask, passedOver }: Decided,
  more: typeof unredactable = [],
): Promise<readonly string[]> {
  const faults: string[] = []
  const counted = [...unredactable, ...more]
  for (const [at, [path, body]] of counted.entries()) {
    if ((await ask(path)).body.toString() !== body) faults.push(`${path} is another`)
    if (passedOver() !== at + 1) faults.push(`${path} counted as ${passedOver()}`)
  }
  const html = await ask('/html')
  if (html.body.toString() !== redactable.text) faults.push('/html is another')
  if (html.headers.etag !== '"e"') faults.push('/html lost its etag')
  if ((await ask('/none')).status !== 204) faults.push('/none has another status')
  const head = await ask('/length', { method: 'HEAD' })
  if (head.headers.etag !== '"e"') faults.push('HEAD lost its etag')
  if (passedOver() !== counted.length) faults.push(`counted in the end: ${passedOver()}`)
  return faults
}
