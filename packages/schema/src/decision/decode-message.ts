import { isCidr } from '../caller/networks.ts'
import { decodeDecision } from './decode-decision.ts'
import { decisionLimits } from './limits.ts'
import type { CredentialKey, DoorMessage } from './messages.ts'

type Members = Readonly<Record<string, unknown>>

/**
 * Reads one line of the stream. Null for what is no message, or none of this release: a door passes over it.
 * A decision of this release that cannot be read is null, too.
 */
export function decodeDoorMessage(line: string): DoorMessage | null {
  const given = line.length > decisionLimits.lineChars ? null : parsed(line)
  const kind = kinds.find((name) => name === given?.['kind'])
  return given === null || kind === undefined ? null : readers[kind](given)
}

const kinds = ['hello', 'decision', 'undo', 'ready', 'open', 'beat'] as const

const readers: Readonly<Record<(typeof kinds)[number], (given: Members) => DoorMessage | null>> = {
  hello: helloOf,
  decision: (given) => {
    const decision = decodeDecision(given['decision'])
    const [seq, sent] = [count(given['seq']), count(given['sent_ms'])]
    if (decision === null || seq === null) return null
    return { kind: 'decision', seq, sent_ms: sent ?? 0, decision }
  },
  undo: (given) => {
    const [id, seq] = [given['id'], count(given['seq'])]
    return typeof id !== 'string' || seq === null ? null : { kind: 'undo', seq, id }
  },
  ready: (given) => {
    const seq = count(given['seq'])
    return seq === null ? null : { kind: 'ready', seq }
  },
  open: (given) => {
    const until = count(given['until_ms'])
    return until === null ? null : { kind: 'open', until_ms: until }
  },
  beat: (given) => {
    const [seq, now] = [count(given['seq']), count(given['now_ms'])]
    return seq === null || now === null ? null : { kind: 'beat', seq, now_ms: now }
  },
}

function helloOf(given: Members): DoorMessage | null {
  const { epoch, keys, internal } = given
  const [seq, now, beat] = [
    count(given['seq']),
    count(given['now_ms']),
    count(given['heartbeat_ms']),
  ]
  if (typeof epoch !== 'string' || seq === null || now === null || beat === null) return null
  return {
    kind: 'hello',
    epoch,
    seq,
    now_ms: now,
    heartbeat_ms: beat,
    snapshot: given['snapshot'] === true,
    keys: listOf(keys).flatMap(keyOf),
    internal: listOf(internal).filter(
      (range): range is string => typeof range === 'string' && isCidr(range),
    ),
    open_until_ms: count(given['open_until_ms']) ?? 0,
  }
}

function keyOf(given: unknown): readonly CredentialKey[] {
  if (!isMembers(given)) return []
  const { id, credential } = given
  return typeof id === 'string' && typeof credential === 'string' ? [{ id, credential }] : []
}

function parsed(line: string): Members | null {
  try {
    const value: unknown = JSON.parse(line)
    return isMembers(value) ? value : null
  } catch {
    return null
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
}
