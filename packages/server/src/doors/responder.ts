import type { Finding } from '@weir/engine'
import type { Networks } from '@weir/schema/caller'
import type { Settings } from '../config/settings.ts'
import type { Hub } from '../hub.ts'
import type { Clock } from '../stores/clock.ts'
import type { DecisionStore } from './kept-decisions.ts'
import { subjectOf } from './subject.ts'

export interface ResponderParts {
  readonly hub: Pick<Hub, 'subscribe' | 'finding' | 'model'>
  readonly decisions: DecisionStore
  readonly networks: Networks
  readonly hashOfPrincipal: (issuer: string | null, name: string) => string
  readonly rules: Settings['doors']['respond']
  readonly clock: Pick<Clock, 'now'>
  readonly onFault: (error: unknown) => void
}

/** Who makes decisions by the rules of the settings, in lists and in the audit log. */
const by = 'rule'

/**
 * Makes decisions by itself where a person has said beforehand that it may, for findings of the trackers that
 * were named. Returns how to stop it.
 */
export function startResponder(parts: ResponderParts): () => void {
  if (parts.rules.length === 0) return () => undefined
  return parts.hub.subscribe((event) => {
    if (event.kind !== 'finding' || event.change !== 'raised') return
    respond(parts, event.finding).catch(parts.onFault)
  })
}

async function respond(parts: ResponderParts, finding: Finding): Promise<void> {
  const { rules, decisions, clock } = parts
  const match = { service: null, method: null, template: null }
  for (const rule of rules.filter(({ tracker }) => tracker === finding.tracker)) {
    const where = { ...match, from: rule.from }
    const named = subjectOf({ kind: 'finding', id: finding.id }, where, parts)
    // Nobody who could be refused: a person sees the finding all the same.
    if (!named.ok) continue
    await decisions.put(
      {
        ...named.value,
        match: where,
        action: { kind: 'deny', status: 403, body: null },
        mode: rule.mode,
        until_ms: Math.round(clock.now() + rule.ttl_s * 1_000),
        reason: finding.title,
        finding: finding.id,
      },
      by,
    )
  }
}
