import { type FieldList, firstOf } from '../field-list.ts'

/** The characters of RFC 9110 §5.6.2, without upper case, which RFC 9113 §8.2.1 refuses. */
const fieldName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
/** What may stand in no value (RFC 9113 §8.2.1). Blanks around one harm nobody who does not hand it on. */
const refusedInValue = /[\0\r\n]/
const ofRequests = new Set([':method', ':scheme', ':path', ':authority'])
/** RFC 9113 §8.2.2. */
const ofConnections = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** Whether these are well-formed fields of a request (RFC 9113 §8.2, §8.3.1; we serve no CONNECT). */
export function isRequestHead(fields: FieldList): boolean {
  const pseudo = new Map<string, string>()
  let at = 0
  for (; fields[at]?.startsWith(':') === true; at += 2) {
    const name = fields[at] ?? ''
    if (!ofRequests.has(name) || pseudo.has(name)) return false
    pseudo.set(name, fields[at + 1] ?? '')
  }
  const isWhole = pseudo.has(':method') && pseudo.has(':scheme') && pseudo.get(':path') !== ''
  return isWhole && pseudo.has(':path') && areRegular(fields, at)
}

/** Whether these are well-formed trailers: without pseudo-header fields (RFC 9113 §8.1). */
export function areTrailers(fields: FieldList): boolean {
  return areRegular(fields, 0)
}

/** Its `content-length`; -1 where there is none, null where it is no number. */
export function declaredLength(fields: FieldList): number | null {
  const text = firstOf(fields, 'content-length')
  if (text === undefined) return -1
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}

function areRegular(fields: FieldList, from: number): boolean {
  for (let at = from; at < fields.length; at += 2) {
    const name = fields[at] ?? ''
    const value = fields[at + 1] ?? ''
    if (!fieldName.test(name) || refusedInValue.test(value)) return false
    if (ofConnections.has(name) || (name === 'te' && value !== 'trailers')) return false
  }
  return true
}
