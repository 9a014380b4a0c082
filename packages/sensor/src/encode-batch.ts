import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'

const compress = promisify(gzip)
/** The fastest level: the sensor runs in somebody else's process. */
const options = { level: constants.Z_BEST_SPEED }
/** Below this gzip saves less than a packet. */
const worthwhileBytes = 1_024

export interface EncodedBatch {
  readonly body: Uint8Array
  readonly coding: 'gzip' | null
}

/** Lines as NDJSON, compressed off the host's thread where that is wanted and worth it. */
export async function encodeBatch(
  lines: readonly string[],
  compressed: boolean,
): Promise<EncodedBatch> {
  const plain = Buffer.from(lines.length === 0 ? '' : `${lines.join('\n')}\n`)
  if (!compressed || plain.length < worthwhileBytes) return { body: plain, coding: null }
  return { body: await compress(plain, options), coding: 'gzip' }
}
