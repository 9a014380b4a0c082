import type { Hub } from '../hub.ts'
import type { NamedSubject } from './subject.ts'

interface Known {
  readonly hub: Pick<Hub, 'model'>
  readonly hashOfPrincipal: (issuer: string | null, name: string) => string
}

/**
 * Whom doors can refuse when they mean an actor: the credential that is all we know of it, the claim of its
 * tokens, or its address. Null where none of these is known any more.
 */
export function subjectOfActor(
  actor: string,
  { hub, hashOfPrincipal }: Known,
): NamedSubject | null {
  const colon = actor.indexOf(':')
  const [kind, id] = [actor.slice(0, colon), actor.slice(colon + 1)]
  if (kind === 'address') return { subject: { kind: 'ip', range: id }, about: id }
  if (kind === 'cloud-key' || kind === 'credential') {
    return { subject: { kind: 'credential', hashes: [id] }, about: actor }
  }
  const principal = hub.model().summary.principals.entries.get(actor)?.value
  if (principal === undefined) return null
  const { issuer, name } = principal
  return { subject: { kind: 'principal', hashes: [hashOfPrincipal(issuer, name)] }, about: name }
}
