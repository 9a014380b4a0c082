import { toExchangeLine } from '../seen-line.ts'
import { type LineFormat, noRoom } from './line-format.ts'

const lineFeed = 10

/** One JSON object a line, each ending with a line feed (`spec/exchange.md`). */
export const jsonLines: LineFormat = {
  contentType: 'application/x-ndjson',
  prepare: (line) => {
    const text = JSON.stringify(toExchangeLine(line))
    const bytes = Buffer.byteLength(text) + 1
    const write = (into: Buffer, at: number, end: number): number => {
      if (at + bytes > end) return noRoom
      into.write(text, at)
      into[at + bytes - 1] = lineFeed
      return bytes
    }
    return { most: () => bytes, write }
  },
  endOf: (bytes, at) => {
    const end = bytes.indexOf(lineFeed, at)
    return end < 0 ? bytes.length : end + 1
  },
}
