/** A first octet with all bits of its prefix set: more follows (RFC 7541 §5.1). */
const longestShort = 0x7f

/**
 * A header block that changes no table (RFC 7541 §6.2.2, "Literal Header Field without Indexing"), so that it can be
 * made once and sent on every connection. Names and values are short: at most 126 octets.
 */
export function headerBlock(fields: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([name, value]) => [Buffer.from([0]), literal(name), literal(value)]),
  )
}

function literal(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1')
  if (bytes.length >= longestShort) throw new RangeError('a field of an answer is short')
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

/** Says that we use no table (RFC 7541 §6.3); stands before the first block of a connection. */
export const noTable: Buffer = Buffer.from([0x20])
