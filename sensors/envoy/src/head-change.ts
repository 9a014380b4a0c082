import type { Pass } from '@weir/sensor'

/** What a door changes of the head of a request that passes. */
export interface HeadChange {
  readonly set: Readonly<Record<string, string>>
  readonly remove: readonly string[]
}

export const noChange: HeadChange = { set: {}, remove: [] }

export const tagField = 'weir-tag'

/** A tag is Weir's alone to give: `isTagged` says that the request came with one. */
export function tagChange(tag: string | null, isTagged: boolean): HeadChange {
  if (tag !== null) return { set: { [tagField]: tag }, remove: [] }
  return isTagged ? { set: {}, remove: [tagField] } : noChange
}

/** What is coded cannot be redacted. */
export function passChange({ tag, redact }: Pass, isTagged: boolean): HeadChange {
  const change = tagChange(tag, isTagged)
  if (redact.length === 0) return change
  return { ...change, set: { ...change.set, 'accept-encoding': 'identity' } }
}
