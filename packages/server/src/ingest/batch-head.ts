import type { IncomingHttpHeaders } from 'node:http'
import type { OwnBalance } from '../spool/frame-codec.ts'
import { type Refusal, refusal } from '../http/answer.ts'
import type { BodyFormat } from './body-lines.ts'

/** What the headers of a batch say (`spec/ingest.md`). */
export interface BatchHead {
  readonly format: BodyFormat
  /** Null where the sender cannot tell a repeat. */
  readonly identity: { readonly boot: string; readonly seq: number } | null
  readonly own: OwnBalance | null
  readonly agent: string | null
}

export type ReadHead =
  | { readonly kind: 'head'; readonly head: BatchHead }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

const textTypes = new Set([
  '',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/json',
  'application/octet-stream',
  'text/plain',
])
const bootForm = /^[A-Za-z0-9_-]{1,64}$/
const numberForm = /^\d{1,15}$/
const seqForm = /^[1-9]\d{0,14}$/
const reasonsForm = /^[a-z-]{1,32}=\d{1,15}(?:, ?[a-z-]{1,32}=\d{1,15}){0,31}$/
/** The first product of a user agent (RFC 9110 §10.1.5); the rest of the header is not kept. */
const productForm = /^[\w.@+-]{1,64}(?:\/[\w.@+-]{1,64}){0,2}/

export function readHead(headers: IncomingHttpHeaders): ReadHead {
  const type = (headers['content-type'] ?? '').split(';', 1)[0] ?? ''
  const format = formatOf(type.trim().toLowerCase())
  if (format === null) return notLines
  if (!isKnownCoding(headers['content-encoding'])) return unknownCoding
  const identity = identityIn(one(headers['weir-boot']), one(headers['weir-seq']))
  if (identity === undefined) return unusableNumber
  const agent = productForm.exec(headers['user-agent'] ?? '')?.[0] ?? null
  return { kind: 'head', head: { format, identity, own: ownBalance(headers), agent } }
}

function formatOf(type: string): BodyFormat | null {
  if (textTypes.has(type)) return 'ndjson'
  return type === 'application/x-weir-exchange+protobuf' ? 'protobuf' : null
}

function isKnownCoding(coding: string | undefined): boolean {
  return coding === undefined || coding === 'gzip' || coding === 'identity'
}

/** Undefined where only one of the two is there, or one of them is malformed. */
function identityIn(boot: string | null, seq: string | null): BatchHead['identity'] | undefined {
  if (boot === null && seq === null) return null
  if (boot === null || seq === null) return undefined
  return bootForm.test(boot) && seqForm.test(seq) ? { boot, seq: Number(seq) } : undefined
}

const notLines = refused(
  415,
  'Not exchange lines',
  'Send one JSON object a line, as application/x-ndjson, or application/x-weir-exchange+protobuf.',
)
const unknownCoding = refused(
  415,
  'Unknown content coding',
  'Send the lines as they are, or with gzip.',
)
const unusableNumber = refused(
  400,
  'Batch without a usable number',
  'weir-boot (1 to 64 of A-Z a-z 0-9 _ -) and weir-seq (a whole number from 1) go together.',
)

function refused(status: 400 | 415, title: string, detail: string): ReadHead {
  return { kind: 'refused', refusal: refusal(status, title, detail) }
}

/** Null where one of the counts is missing or no number: it is for people to look at, no more. */
function ownBalance(headers: IncomingHttpHeaders): OwnBalance | null {
  const counts = ['weir-observed', 'weir-sent', 'weir-dropped'].map((name) => one(headers[name]))
  const [observed, sent, dropped] = counts.map((text) =>
    text !== null && numberForm.test(text) ? Number(text) : null,
  )
  if (typeof observed !== 'number' || typeof sent !== 'number' || typeof dropped !== 'number') {
    return null
  }
  const reasons = one(headers['weir-dropped-by']) ?? ''
  return { observed, sent, dropped, droppedBy: reasonsForm.test(reasons) ? reasons : '' }
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
