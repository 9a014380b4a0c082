/**
 * Header fields of the exchange line: names in lower case, bytes above 127 as Latin-1. A repeated field is a
 * list, in order.
 */
export type HeaderFields = Record<string, string | string[]>

/** Adds a field, also under names every object knows, such as `__proto__` and `constructor`. */
export function addField(fields: HeaderFields, name: string, value: string): void {
  if (fields[name] === undefined) fields[name] = value
  else addAgain(fields, name, value)
}

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

/** The first value of a field, in whatever spelling its name was sent; `lowerName` is in lower case. */
export function fieldOf(
  fields: Readonly<Record<string, string | readonly string[]>>,
  lowerName: string,
): string | undefined {
  for (const name of Object.keys(fields)) {
    if (name.length !== lowerName.length || name.toLowerCase() !== lowerName) continue
    const value = fields[name]
    return typeof value === 'string' ? value : value?.[0]
  }
  return undefined
}

/** The host of an authority (RFC 3986 §3.2). */
export function hostWithoutPort(authority = ''): string {
  const colon = authority.lastIndexOf(':')
  if (colon < 0 || !/^\d{1,5}$/.test(authority.slice(colon + 1))) return authority
  const host = authority.slice(0, colon)
  // An IPv6 address without brackets is no host with a port.
  return host.includes(':') && !host.endsWith(']') ? authority : host
}
