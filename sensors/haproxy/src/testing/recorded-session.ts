import { readFileSync } from 'node:fs'

export interface RecordedFrame {
  readonly connection: number
  readonly from: 'haproxy' | 'agent'
  /** With its length. */
  readonly bytes: Buffer
}

/** What an HAProxy 2.6 and the agent said to each other; `testdata/record-session.mjs` recorded it. */
export function recordedSession(): readonly RecordedFrame[] {
  const file = new URL('../../testdata/haproxy-2.6.ndjson', import.meta.url)
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const {
        connection,
        from,
        frame,
      }: { connection: number; from: 'haproxy' | 'agent'; frame: string } = JSON.parse(line)
      return { connection, from, bytes: Buffer.from(frame, 'hex') }
    })
}
