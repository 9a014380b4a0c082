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

/** A batch as it is sent: compressed, off the host's thread, where that is wanted and worth it. */
export async function encodeBatch(bytes: Uint8Array, compressed: boolean): Promise<EncodedBatch> {
  if (!compressed || bytes.length < worthwhileBytes) return { body: bytes, coding: null }
  return { body: await compress(bytes, options), coding: 'gzip' }
}
