import { createHash } from 'node:crypto'
import { isCidr, parseNetworks } from '@weir/schema/caller'
import type { Decision } from '@weir/schema/decision'

/** A decision as CrowdSec's local API writes it (its OpenAPI description, `definitions/Decision`). */
export interface BouncerDecision {
  readonly id: number
  readonly uuid: string
  readonly origin: string
  readonly type: 'ban' | 'captcha'
  readonly scope: 'Ip' | 'Range'
  readonly value: string
  /** As Go writes a duration: `3h59m50s`. */
  readonly duration: string
  readonly until: string
  readonly scenario: string
}

/**
 * Those decisions a bouncer understands: about an address, wherever it calls, and enforced. A challenge is a captcha
 * to it. Null for every other.
 */
export function bouncerDecision(decision: Decision, nowMs: number): BouncerDecision | null {
  const { id, subject, match, action, mode, until_ms, reason } = decision
  const isEverywhere = [match.service, match.method, match.template].every((part) => part === null)
  if (subject.kind !== 'ip' || mode !== 'enforce' || !isEverywhere) return null
  if (action.kind !== 'deny' && action.kind !== 'challenge') return null
  const digest = createHash('sha256').update(id).digest()
  return {
    // 48 bits: whole numbers of JSON are exact up to 53.
    id: digest.readUIntBE(0, 6),
    uuid: uuidOf(digest),
    origin: 'weir',
    type: action.kind === 'deny' ? 'ban' : 'captcha',
    scope: subject.range.includes('/') ? 'Range' : 'Ip',
    value: subject.range,
    duration: durationOf(until_ms - nowMs),
    until: new Date(until_ms).toISOString(),
    scenario: reason === '' ? 'weir/decision' : reason,
  }
}

/** A UUID of version 8 (RFC 9562 §5.8), whose bits are ours. */
function uuidOf(digest: Buffer): string {
  const octets = Buffer.from(digest.subarray(0, 16))
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x80
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80
  const hex = octets.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

function durationOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  return `${Math.floor(seconds / 3_600)}h${Math.floor(seconds / 60) % 60}m${seconds % 60}s`
}

/** Reads the filters of CrowdSec's local API; null where one is wrong. */
export function bouncerFilter(query: URLSearchParams): ((one: BouncerDecision) => boolean) | null {
  const address = query.get('ip') ?? query.get('range')
  if (address !== null && !isCidr(address)) return null
  const list = (name: string): readonly string[] | null => query.get(name)?.split(',') ?? null
  const scopes = list('scopes') ?? list('scope')
  const origins = list('origins')
  const wanted = list('scenarios_containing')
  const unwanted = list('scenarios_not_containing')
  const [type, value] = [query.get('type'), query.get('value')]
  const tests: ((one: BouncerDecision) => boolean)[] = [
    (one) => address === null || holds(one.value, address),
    (one) => scopes === null || has(scopes, one.scope),
    (one) => origins === null || origins.includes(one.origin),
    (one) => wanted === null || has(wanted, one.scenario),
    (one) => unwanted === null || !has(unwanted, one.scenario),
    (one) => type === null || one.type === type,
    (one) => value === null || one.value === value,
  ]
  return (one) => tests.every((test) => test(one))
}

function has(words: readonly string[], text: string): boolean {
  return words.some((word) => text.toLowerCase().includes(word.toLowerCase()))
}

/** Whether a range holds all of another, or an address. */
function holds(range: string, inner: string): boolean {
  const [address = '', length] = inner.split('/')
  const own = range.split('/')[1]
  const isWideEnough =
    own === undefined ? length === undefined : length === undefined || Number(own) <= Number(length)
  return isWideEnough && parseNetworks([{ cidr: range, zone: 'held' }]).zoneOf(address) === 'held'
}
