/**
 * Header fields of the exchange line. Names keep the spelling they were sent with, which the line
 * allows; a field repeated in one spelling is a list, in order.
 */
export type HeaderFields = Record<string, string | string[]>

export interface HeaderBlock {
  /** `GET /a HTTP/1.1` or `HTTP/1.1 200 OK`. */
  readonly start: string
  readonly fields: HeaderFields
}

/** Reads what a message put on the wire before its body. */
export function parseHeaderBlock(text: string): HeaderBlock {
  const fields: HeaderFields = {}
  let end = text.indexOf('\r\n')
  const start = end < 0 ? text : text.slice(0, end)
  while (end >= 0) {
    const at = end + 2
    end = text.indexOf('\r\n', at)
    const colon = text.indexOf(':', at)
    if (colon < 0) break
    if (end < 0 || colon < end) {
      addField(
        fields,
        text.slice(at, colon),
        text.slice(colon + 1, end < 0 ? undefined : end).trim(),
      )
    }
  }
  return { start, fields }
}

/** Names and values in turn, as `rawHeaders` has them. */
export function headerFields(pairs: readonly string[]): HeaderFields {
  const fields: HeaderFields = {}
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    addField(fields, pairs[index] ?? '', pairs[index + 1] ?? '')
  }
  return fields
}

function addField(fields: HeaderFields, name: string, value: string): void {
  if (name in fields) addAgain(fields, name, value)
  else fields[name] = value
}

/** Also for names every object knows, such as `__proto__` and `constructor`. */
function addAgain(fields: HeaderFields, name: string, value: string): void {
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined
  const list = typeof before === 'string' ? [before, value] : [...(before ?? []), value]
  const next = before === undefined ? value : list
  Object.defineProperty(fields, name, {
    value: next,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

/** The first value of a field; its name in lower case. */
export function fieldOf(fields: HeaderFields, lowerName: string): string | undefined {
  for (const name of Object.keys(fields)) {
    if (name.length !== lowerName.length || name.toLowerCase() !== lowerName) continue
    const value = fields[name]
    return typeof value === 'string' ? value : value?.[0]
  }
  return undefined
}

/** The size a message announced, where it did and means it. */
export function announcedSize(fields: HeaderFields): number | undefined {
  const text = fieldOf(fields, 'content-length')
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** The host of a `Host` field or authority, without its port. */
export function hostOf(authority = ''): string {
  const colon = authority.lastIndexOf(':')
  const digits = colon < 0 ? '' : authority.slice(colon + 1)
  if (!/^\d{1,5}$/.test(digits)) return authority
  const host = authority.slice(0, colon)
  // An IPv6 address without brackets is no host with a port.
  return host.includes(':') && !host.endsWith(']') ? authority : host
}
