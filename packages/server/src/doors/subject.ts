import { failure, type Result, success } from '@weir/schema'
import type { NewDecision } from '@weir/schema/api'
import { isCidr, type Networks, parseAddress } from '@weir/schema/caller'
import type { DecisionMatch, DecisionSubject } from '@weir/schema/decision'
import type { Hub } from '../hub.ts'
import { subjectOfActor } from './subject-of-actor.ts'

/** Whom a decision is about, for doors and for people. */
export interface NamedSubject {
  readonly subject: DecisionSubject
  readonly about: string
}

interface Known {
  readonly hub: Pick<Hub, 'finding' | 'model'>
  readonly networks: Networks
  readonly hashOfPrincipal: (issuer: string | null, name: string) => string
}

/** Refuses a subject that would shut out more than somebody: our own addresses, wide ranges, everybody everywhere. */
export function subjectOf(
  given: NewDecision['subject'],
  match: DecisionMatch,
  known: Known,
): Result<NamedSubject> {
  switch (given.kind) {
    case 'credential':
    case 'session':
      return success({
        subject: { kind: given.kind, hashes: [given.hash] },
        about: `${given.kind} ${given.hash}`,
      })
    case 'principal': {
      const hash = known.hashOfPrincipal(given.issuer, given.name)
      return success({ subject: { kind: 'principal', hashes: [hash] }, about: given.name })
    }
    case 'ip':
      return ofRange(given.range, known.networks)
    case 'any':
      return match.service === null
        ? failure('it is about everybody everywhere; name a service')
        : success({ subject: { kind: 'any' }, about: 'everybody' })
    case 'finding':
      return ofFinding(given.id, known)
  }
  return given satisfies never
}

function ofFinding(id: string, known: Known): Result<NamedSubject> {
  const finding = known.hub.finding(id)
  if (finding === null) return failure('there is no finding with this id')
  const named = subjectOfActor(finding.actor, known)
  if (named === null) return failure(`nobody can be refused by what is known of ${finding.actor}`)
  const { subject } = named
  return subject.kind === 'ip' ? ofRange(subject.range, known.networks) : success(named)
}

const widest = { v4: 16, v6: 32 }

function ofRange(range: string, networks: Networks): Result<NamedSubject> {
  if (!isCidr(range)) return failure(`${range} is no address and no range such as 203.0.113.0/24`)
  const [address = '', length] = range.split('/')
  const least = address.includes(':') ? widest.v6 : widest.v4
  if (length !== undefined && Number(length) < least) {
    return failure(`${range} is too wide: /${least} is the widest`)
  }
  if (parseAddress(address) === null || networks.isInternal(address)) {
    return failure(`${range} is ours: whoever stands behind it would be shut out together`)
  }
  return success({ subject: { kind: 'ip', range }, about: range })
}
