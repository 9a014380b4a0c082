/** CRC-32 of IEEE 802.3 (reflected, polynomial 0xEDB88320), as used by zip and gzip. */
const table = buildTable()

function buildTable(): Uint32Array {
  const rows = new Uint32Array(256)
  for (let index = 0; index < 256; index += 1) {
    let value = index
    for (let bit = 0; bit < 8; bit += 1) {
      value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    }
    rows[index] = value >>> 0
  }
  return rows
}

/** CRC-32 of a text of ASCII characters. */
export function crc32Ascii(text: string): number {
  let value = 0xffffffff
  for (let index = 0; index < text.length; index += 1) {
    value = (table[(value ^ text.charCodeAt(index)) & 0xff] ?? 0) ^ (value >>> 8)
  }
  return (value ^ 0xffffffff) >>> 0
}
