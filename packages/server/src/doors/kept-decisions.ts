import { createHash } from 'node:crypto'
import { failure, success } from '@weir/schema'
import { type Decision, decisionLimits, decodeDecision } from '@weir/schema/decision'
import {
  type Kept,
  type KeptKind,
  type KeptList,
  type KeptListStores,
  openKeptList,
} from '../stores/kept-list.ts'

/** A decision as it is kept: its id follows from whom it is about, where, and what is done. */
export interface KeptDecision extends Omit<Decision, 'id'> {
  /** The finding it answers; null where a person made it without one. */
  readonly finding: string | null
  /** Whom it is about, in words people recognise. */
  readonly about: string
}

export type DecisionStore = KeptList<KeptDecision>

const decisions: KeptKind<KeptDecision> = {
  kind: 'decision',
  most: decisionLimits.decisions,
  check: (given) =>
    decodeDecision({ ...given, id: 'new' }) === null
      ? failure('a door could not carry it out: see spec/decision.md')
      : success(given),
  encode: ({ subject, match, action, mode, until_ms, reason, finding, about }) => ({
    subject: { ...subject },
    match: { ...match },
    action: { ...action },
    mode,
    until_ms,
    reason,
    finding,
    about,
  }),
  decode: (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    const given = new Map(Object.entries(value))
    const read = decodeDecision({ ...value, id: 'kept' })
    const [finding, about] = [given.get('finding'), given.get('about')]
    if (read === null) return null
    const { id: _id, ...rest } = read
    return {
      ...rest,
      finding: typeof finding === 'string' ? finding : null,
      about: typeof about === 'string' ? about : '',
    }
  },
  idOf,
  nameOf: ({ action, about }) => `${action.kind} ${about}`,
}

export function openDecisions(stores: KeptListStores): Promise<DecisionStore> {
  return openKeptList(stores, decisions)
}

/** As doors get it. */
export function decisionOf({ id, value }: Kept<KeptDecision>): Decision {
  const { subject, match, action, mode, until_ms, reason } = value
  return { id, subject, match, action, mode, until_ms, reason }
}

/** A newer decision of one kind about the same subject and place takes the place of the older. */
function idOf({ subject, match, action }: KeptDecision): string {
  const text = JSON.stringify([subject, match.service, match.method, match.template, action.kind])
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
