import { frameFlag } from './frame.ts'

const priorityBytes = 5

/** The payload of DATA or HEADERS without its padding (RFC 9113 §6.1); null where that is longer than the rest. */
export function withoutPadding(flags: number, payload: Buffer): Buffer | null {
  if ((flags & frameFlag.padded) === 0) return payload
  const padding = payload[0]
  if (padding === undefined || padding >= payload.length) return null
  return payload.subarray(1, payload.length - padding)
}

/** The block of HEADERS behind its priority, which means nothing any more (RFC 9113 §5.3.2). */
export function withoutPriority(
  flags: number,
  streamId: number,
  payload: Buffer,
): Buffer | 'too-short' | 'depends-on-itself' {
  if ((flags & frameFlag.priority) === 0) return payload
  if (payload.length < priorityBytes) return 'too-short'
  return dependsOnItself(streamId, payload) ? 'depends-on-itself' : payload.subarray(priorityBytes)
}

export function dependsOnItself(streamId: number, priority: Buffer): boolean {
  return (priority.readUInt32BE(0) & 0x7fffffff) === streamId
}
