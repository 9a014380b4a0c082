import { isCidr } from '../caller/networks.ts'
import {
  type ActionKind,
  actionKinds,
  type Decision,
  type DecisionAction,
  type DecisionMatch,
  type DecisionSubject,
} from './decision.ts'
import { decisionLimits } from './limits.ts'
import { arePaths } from './redaction-path.ts'

type Members = ReadonlyMap<string, unknown>

/** Null for what is no decision: a door that cannot read one leaves it alone and says so. */
export function decodeDecision(input: unknown): Decision | null {
  const given = members(input)
  if (given === null) return null
  const id = text(given, 'id')
  const subject = subjectOf(members(given.get('subject')))
  const match = matchOf(members(given.get('match')))
  const action = actionOf(members(given.get('action')))
  const mode = given.get('mode')
  const until = wholeNumber(given, 'until_ms')
  if (id === null || subject === null || match === null || action === null) return null
  if ((mode !== 'simulate' && mode !== 'enforce') || until === null) return null
  const reason = text(given, 'reason') ?? ''
  return { id, subject, match, action, mode, until_ms: until, reason }
}

function subjectOf(given: Members | null): DecisionSubject | null {
  const kind = given?.get('kind')
  switch (kind) {
    case 'any':
      return { kind }
    case 'credential':
    case 'session':
    case 'principal': {
      const hashes = texts(given, 'hashes', decisionLimits.hashes)
      return hashes === null || hashes.length === 0 ? null : { kind, hashes }
    }
    case 'ip': {
      const range = text(given, 'range')
      return range !== null && isCidr(range) ? { kind, range } : null
    }
    default:
      return null
  }
}

function matchOf(given: Members | null): DecisionMatch | null {
  if (given === null) return null
  const [service, method, template] = [
    optionalText(given, 'service'),
    optionalText(given, 'method'),
    optionalText(given, 'template'),
  ]
  if (service === undefined || method === undefined || template === undefined) return null
  const from = given.get('from') ?? null
  // Whoever cannot read where it holds must not let it hold everywhere.
  return from === null || from === 'outside' ? { service, method, template, from } : null
}

const readers: Readonly<Record<ActionKind, (given: Members) => DecisionAction | null>> = {
  log: () => ({ kind: 'log' }),
  allow: () => ({ kind: 'allow' }),
  capture: (given) => {
    const bytes = wholeNumber(given, 'body_bytes')
    const isWithin = bytes !== null && bytes >= 1 && bytes <= decisionLimits.captureBytes
    return isWithin ? { kind: 'capture', body_bytes: bytes } : null
  },
  tag: (given) => {
    const name = text(given, 'name')
    return name !== null && /^[\w.-]{1,64}$/.test(name) ? { kind: 'tag', name } : null
  },
  redact: (given) => {
    const fields = texts(given, 'fields', decisionLimits.fields)
    return fields === null || !arePaths(fields) ? null : { kind: 'redact', fields }
  },
  throttle: (given) => {
    const [calls, period] = [wholeNumber(given, 'calls'), wholeNumber(given, 'per_s')]
    if (calls === null || period === null || calls < 1 || period < 1) return null
    return { kind: 'throttle', calls, per_s: period }
  },
  challenge: (given) => {
    const acr = optionalText(given, 'acr_values')
    const age = given.get('max_age') === null ? null : wholeNumber(given, 'max_age')
    // They stand in a header, in quotes.
    if (acr === undefined || (acr !== null && !/^[\w:./ -]{1,256}$/.test(acr))) return null
    return { kind: 'challenge', acr_values: acr, max_age: age }
  },
  deny: (given) => {
    const status = wholeNumber(given, 'status')
    const body = optionalText(given, 'body')
    if (status === null || status < 400 || status > 599 || body === undefined) return null
    return { kind: 'deny', status, body }
  },
}

function actionOf(given: Members | null): DecisionAction | null {
  const kind = actionKinds.find((name) => name === given?.get('kind'))
  return given === null || kind === undefined ? null : readers[kind](given)
}

function members(value: unknown): Members | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return new Map(Object.entries(value))
}

function text(given: Members | null, name: string): string | null {
  const value = given?.get(name)
  return typeof value === 'string' && value.length <= decisionLimits.textChars ? value : null
}

/** Undefined where it is neither a text nor null. */
function optionalText(given: Members, name: string): string | null | undefined {
  const value = given.get(name)
  return value === null || value === undefined ? null : (text(given, name) ?? undefined)
}

function texts(given: Members | null, name: string, most: number): readonly string[] | null {
  const value = given?.get(name)
  if (!Array.isArray(value) || value.length > most) return null
  const list = value.filter((one): one is string => typeof one === 'string')
  return list.length === value.length && list.every((one) => one.length <= decisionLimits.textChars)
    ? list
    : null
}

function wholeNumber(given: Members, name: string): number | null {
  const value = given.get(name)
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
