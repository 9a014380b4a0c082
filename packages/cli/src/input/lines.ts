/** One line of an input; `bytes` is null when the line was longer than allowed. */
export interface InputLine {
  /** Counted from 1. */
  readonly number: number
  readonly bytes: Buffer | null
}

const newline = 0x0a

/** Cuts a byte stream into lines. A line over `maxBytes` is stepped over without being held. */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<InputLine> {
  let number = 1
  let held: Buffer[] = []
  let size = 0
  const take = (): InputLine => {
    const line = { number, bytes: size > maxBytes ? null : Buffer.concat(held) }
    number += 1
    held = []
    size = 0
    return line
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      size += at - from
      if (size <= maxBytes) held.push(chunk.subarray(from, at))
      yield take()
      from = at + 1
    }
    size += chunk.length - from
    if (size > maxBytes) held = []
    else if (from < chunk.length) held.push(chunk.subarray(from))
  }
  if (size > 0) yield take()
}
