import { type FieldList, firstOf } from '@weir/sensor'

export interface HeaderBlock {
  /** `GET /a HTTP/1.1` or `HTTP/1.1 200 OK`. */
  readonly start: string
  readonly fields: FieldList
}

/** Reads what a message put on the wire before its body; names keep the spelling they were sent with. */
export function parseHeaderBlock(text: string): HeaderBlock {
  const fields: string[] = []
  let end = text.indexOf('\r\n')
  const start = end < 0 ? text : text.slice(0, end)
  while (end >= 0) {
    const at = end + 2
    end = text.indexOf('\r\n', at)
    const colon = text.indexOf(':', at)
    if (colon < 0) break
    if (end < 0 || colon < end) {
      fields.push(text.slice(at, colon), text.slice(colon + 1, end < 0 ? undefined : end).trim())
    }
  }
  return { start, fields }
}

/** The size a message announced, where it did and means it. */
export function announcedSize(fields: FieldList): number | undefined {
  const text = firstOf(fields, 'content-length')
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
