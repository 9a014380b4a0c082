import type { WireReader } from '@weir/schema/protobuf'

/** What Envoy tells of a body at once; the bytes are a view. */
export interface BodyPiece {
  readonly bytes: Buffer
  readonly isEnd: boolean
}

const none = Buffer.alloc(0)

/** `HttpBody`: body=1, end_of_stream=2. */
export function readBody(part: WireReader<Buffer>): BodyPiece {
  let bytes: Buffer = none
  let isEnd = false
  while (part.next()) {
    if (part.field === 1) bytes = part.bytes()
    else if (part.field === 2) isEnd = part.truth()
  }
  return { bytes, isEnd }
}
