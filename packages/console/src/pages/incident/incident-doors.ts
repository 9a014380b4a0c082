import type { ApiDecision, Incident } from '@weir/schema/api'
import { counted } from '../../words/numbers.ts'

/** Actions that keep somebody out, or slow him down. */
const hindering: ReadonlySet<string> = new Set(['deny', 'challenge', 'throttle'])

/** Decisions that were made because of a finding of the incident. */
export function decisionsAbout(
  { timeline }: Pick<Incident, 'timeline'>,
  decisions: readonly ApiDecision[],
): readonly ApiDecision[] {
  const findings = new Set(timeline.map(({ finding }) => finding))
  return decisions.filter(({ finding }) => finding !== null && findings.has(finding))
}

/** What doors do because of them, in half a sentence. A hit is a request a decision has touched, or would have. */
export function doorsInWords(decisions: readonly ApiDecision[]): string {
  const made = decisions.filter(({ action }) => hindering.has(action.kind))
  const held = made.filter(({ mode, blown_at }) => mode === 'enforce' && blown_at.length === 0)
  if (held.length > 0) return `doors act on it: ${counted(hitsOf(held), 'call')} touched`
  if (made.some(({ blown_at }) => blown_at.length > 0)) return 'a fuse holds its decision back'
  if (made.length > 0) return `a simulated decision would have touched ${hitsOf(made)}`
  return 'nothing is decided because of it'
}

function hitsOf(decisions: readonly ApiDecision[]): number {
  return decisions.reduce((sum, { hits }) => sum + hits, 0)
}
