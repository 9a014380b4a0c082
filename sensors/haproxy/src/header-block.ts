import type { FieldList } from '@weir/sensor'

const separator = ': '

/** Reads lines of `name: value` up to the empty one, or as far as there are any. */
export function parseHeaderBlock(text: string): FieldList {
  const fields: string[] = []
  let at = 0
  while (at < text.length) {
    const found = text.indexOf('\r\n', at)
    const end = found < 0 ? text.length : found
    const colon = text.indexOf(separator, at)
    if (colon > at && colon < end) {
      fields.push(text.slice(at, colon), text.slice(colon + separator.length, end))
    }
    at = end + 2
  }
  return fields
}
