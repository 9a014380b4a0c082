import type { FieldList } from '../field-list.ts'
import { isUtf8 } from 'node:buffer'
import { Memo } from '../door/memo.ts'
import { hider } from './hide.ts'
import { type BodyRules, redactJson } from './json-scanner.ts'
import { PathTree } from './path-tree.ts'
import { bodyKind, isPlain } from './redact-body.ts'

/** A body a door holds back to redact it. */
export const heldResponseBytes = 1_048_576

/** Fields that are about octets which are no longer the same. */
export const staleFields = ['content-length', 'etag', 'content-md5', 'digest'] as const
const stale: ReadonlySet<string> = new Set(staleFields)

/** The fields of a response whose body is another now. */
export function withoutStale(fields: FieldList): FieldList {
  const left: string[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const name = fields[at] ?? ''
    if (!stale.has(name.toLowerCase())) left.push(name, fields[at + 1] ?? '')
  }
  return left
}

const kept = { rules: 64, keyChars: 65_536 }
const known = new Memo<BodyRules>(kept.rules, kept.keyChars)
const hide = hider(undefined)

/** What of a response the fields of decisions hide. Throws a `TypeError` where one is no path. */
function rulesOf(fields: readonly string[]): BodyRules {
  return known.get(JSON.stringify(fields), () => ({
    paths: new PathTree(fields),
    isSensitive: null,
    hide,
  }))
}

/** The body as its client is to get it; null where it cannot be read and passes. */
export function redactResponse(body: Buffer, fields: readonly string[]): Buffer | null {
  if (!isUtf8(body)) return null
  const redacted = redactJson(body.toString(), rulesOf(fields))
  return redacted === null ? null : Buffer.from(redacted)
}

/** `no`: there is nothing in it a path could name. `passes`: there may be, but it cannot be held and read. */
export type Redactable = 'yes' | 'no' | 'passes'

export interface ResponseHead {
  readonly method: string
  readonly status: number
  readonly contentType: string | undefined
  readonly contentEncoding: string | undefined
  /** What is announced; undefined where it is not. */
  readonly contentLength: number | undefined
}

/** Whether a response can be redacted, told by its head (`spec/redaction.md`). */
export function isRedactable(head: ResponseHead): Redactable {
  const { method, status } = head
  const isBodiless = method === 'HEAD' || status === 204 || status === 304 || status < 200
  if (isBodiless || bodyKind(head.contentType) !== 'json') return 'no'
  const isPart = status === 206
  return isPlain(head.contentEncoding) && !isPart && (head.contentLength ?? 0) <= heldResponseBytes
    ? 'yes'
    : 'passes'
}
