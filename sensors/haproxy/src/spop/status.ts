/** Why a connection ends (SPOE.txt §3.5). */
export const spopStatus = {
  normal: 0,
  inputOutput: 1,
  timeout: 2,
  frameTooBig: 3,
  invalidFrame: 4,
  versionMissing: 5,
  maxFrameSizeMissing: 6,
  capabilitiesMissing: 7,
  versionUnsupported: 8,
  frameSizeBad: 9,
  fragmentationUnsupported: 10,
  interlacedFrames: 11,
  frameIdUnknown: 12,
  resources: 13,
  unknown: 99,
} as const

export type SpopStatus = (typeof spopStatus)[keyof typeof spopStatus]

const messages: Readonly<Record<SpopStatus, string>> = {
  0: 'normal',
  1: 'I/O error',
  2: 'a timeout occurred',
  3: 'frame is too big',
  4: 'invalid frame received',
  5: 'version value not found',
  6: 'max-frame-size value not found',
  7: 'capabilities value not found',
  8: 'unsupported version',
  9: 'max-frame-size too big or too small',
  10: 'payload fragmentation is not supported',
  11: 'invalid interlaced frames',
  12: 'frame-id not found',
  13: 'resource allocation error',
  99: 'an unknown error occurred',
}

export function messageOf(status: SpopStatus): string {
  return messages[status]
}
