/**
 * Header fields of the exchange line, as HAProxy hands them on: names in lower case, bytes above 127 as
 * Latin-1. A repeated field is a list, in order.
 */
export type HeaderFields = Record<string, string | string[]>

const separator = ': '

/** Reads lines of `name: value` up to the empty one, or as far as there are any. */
export function parseHeaderBlock(text: string): HeaderFields {
  const fields: HeaderFields = {}
  let at = 0
  while (at < text.length) {
    const found = text.indexOf('\r\n', at)
    const end = found < 0 ? text.length : found
    const colon = text.indexOf(separator, at)
    if (colon > at && colon < end) {
      addField(fields, text.slice(at, colon), text.slice(colon + separator.length, end))
    }
    at = end + 2
  }
  return fields
}

function addField(fields: HeaderFields, name: string, value: string): void {
  if (fields[name] === undefined) fields[name] = value
  else addAgain(fields, name, value)
}

/** Also for names every object knows, such as `__proto__` and `constructor`. */
function addAgain(fields: HeaderFields, name: string, value: string): void {
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined
  const list = typeof before === 'string' ? [before, value] : [...(before ?? []), value]
  Object.defineProperty(fields, name, {
    value: before === undefined ? value : list,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

/** The host a request asked for, without its port. */
export function hostOf(fields: HeaderFields): string {
  const field = Object.hasOwn(fields, 'host') ? fields['host'] : undefined
  const authority = (typeof field === 'string' ? field : field?.[0]) ?? ''
  const colon = authority.lastIndexOf(':')
  if (colon < 0 || !/^\d{1,5}$/.test(authority.slice(colon + 1))) return authority
  const host = authority.slice(0, colon)
  // An IPv6 address without brackets is no host with a port.
  return host.includes(':') && !host.endsWith(']') ? authority : host
}
