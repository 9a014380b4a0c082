/** Bytes as Latin-1, as header fields are kept; for `WireReader.text`. */
export function latin1(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', start, end)
}
