import { gunzipSync } from 'node:zlib'
import type { Inflate } from './message-splitter.ts'

/** `grpc-encoding: gzip`. Done at once: an agent has nobody else waiting for its thread. */
export const inflateGzip: Inflate = (message, limit) => {
  try {
    return gunzipSync(message, { maxOutputLength: limit })
  } catch (error) {
    const isLarge = error instanceof Error && Reflect.get(error, 'code') === 'ERR_BUFFER_TOO_LARGE'
    return isLarge ? 'too-large' : 'compressed'
  }
}
