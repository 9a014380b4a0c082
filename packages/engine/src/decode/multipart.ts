import { limits } from '../limits.ts'

/** One part of a multipart body: where its bytes are, and what its headers say. */
export interface Part {
  /** Of a form's field; empty where there is none. */
  readonly name: string
  readonly fileName: string | null
  /** Media type, empty where none is stated. */
  readonly type: string
  /** First byte of its content, and the one after its last. */
  readonly from: number
  readonly to: number
}

export interface Parts {
  readonly parts: readonly Part[]
  /** The closing delimiter is missing. */
  readonly isCut: boolean
}

/** RFC 2046, §5.1.1: up to 70 characters. */
const boundaryParameter = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i

export function boundaryOf(contentType: string): string | null {
  const match = boundaryParameter.exec(contentType)
  return match?.[1] ?? match?.[2] ?? null
}

/**
 * Finds the parts of a multipart body (RFC 2046, §5.1; forms: RFC 7578). `text` is the body read as
 * Latin-1, so that a character's index is its byte's.
 */
export function partsOf(text: string, boundary: string): Parts {
  const delimiter = `--${boundary}`
  const parts: Part[] = []
  let at = lineStart(text, delimiter, 0)
  while (at !== -1 && parts.length < limits.parts) {
    const headersFrom = at + delimiter.length
    if (text.startsWith('--', headersFrom)) return { parts, isCut: false }
    const next = lineStart(text, delimiter, headersFrom)
    const end = next === -1 ? text.length : next
    const part = partAt(text, headersFrom, end, next !== -1)
    if (part !== null) parts.push(part)
    at = next
  }
  return { parts, isCut: true }
}

/** A delimiter stands at the beginning of a line. */
function lineStart(text: string, delimiter: string, from: number): number {
  let at = text.indexOf(delimiter, from)
  while (at > 0 && text[at - 1] !== '\n') at = text.indexOf(delimiter, at + 1)
  return at
}

function partAt(text: string, from: number, end: number, isClosed: boolean): Part | null {
  const head = text.slice(from, Math.min(end, from + limits.headerChars))
  const blank = /\r?\n\r?\n/.exec(head)
  if (blank === null) return null
  const headers = head.slice(0, blank.index)
  const disposition = headerOf(headers, 'content-disposition')
  const contentFrom = from + blank.index + blank[0].length
  // The line break before a delimiter belongs to the delimiter.
  const breakLength = text[end - 2] === '\r' ? 2 : 1
  const to = isClosed ? Math.max(contentFrom, end - breakLength) : end
  return {
    name: parameterOf(disposition, 'name') ?? '',
    fileName: parameterOf(disposition, 'filename'),
    type: headerOf(headers, 'content-type'),
    from: contentFrom,
    to,
  }
}

function headerOf(headers: string, name: string): string {
  for (const line of headers.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (line.slice(0, colon).trim().toLowerCase() === name) return line.slice(colon + 1).trim()
  }
  return ''
}

function parameterOf(value: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'i').exec(value)
  const text = match?.[1]?.replaceAll(/\\(.)/g, '$1') ?? match?.[2] ?? null
  return text === null ? null : utf8Of(text)
}

const utf8 = new TextDecoder()

/** Names are UTF-8 in practice (RFC 7578, §5.1). */
function utf8Of(latin1: string): string {
  return utf8.decode(Uint8Array.from(latin1, (character) => character.charCodeAt(0) & 0xff))
}
