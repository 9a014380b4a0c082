/** Header fields of the exchange line: lower-case names, repeated fields as a list in order. */
export type HeaderFields = Record<string, string | string[]>

export interface HeaderBlock {
  /** `GET /a HTTP/1.1` or `HTTP/1.1 200 OK`. */
  readonly start: string
  readonly fields: HeaderFields
}

/** Reads what a message put on the wire before its body. */
export function parseHeaderBlock(text: string): HeaderBlock {
  const [start = '', ...lines] = text.split('\r\n')
  const pairs: string[] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) pairs.push(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return { start, fields: headerFields(pairs) }
}

/** Names and values in turn, as `rawHeaders` has them. */
export function headerFields(pairs: readonly string[]): HeaderFields {
  const fields = new Map<string, string | string[]>()
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const name = (pairs[index] ?? '').toLowerCase()
    const value = pairs[index + 1] ?? ''
    const before = fields.get(name)
    if (before === undefined) fields.set(name, value)
    else if (typeof before === 'string') fields.set(name, [before, value])
    else before.push(value)
  }
  // Defines properties where an assignment would fall for a field called `__proto__`.
  return Object.fromEntries(fields)
}

/** The first value of a field. */
export function fieldOf(fields: HeaderFields, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return typeof value === 'string' ? value : value?.[0]
}

/** The size a message announced, where it did and means it. */
export function announcedSize(fields: HeaderFields): number | undefined {
  const text = fieldOf(fields, 'content-length')
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** The host of a `Host` field or authority, without its port. */
export function hostOf(authority: string | undefined): string {
  return (authority ?? '').replace(/^(\[[^\]]{0,64}\]|[^:]{0,255}):\d{1,5}$/, '$1')
}
