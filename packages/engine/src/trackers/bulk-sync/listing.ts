import type { Payload } from '@weir/schema'
import { limits } from '../../limits.ts'

/** What a listing of objects says. */
export interface Listing {
  readonly keys: readonly string[]
  /** Objects the answer counts but whose keys are not among what was read. */
  readonly unread: number
}

const decoder = new TextDecoder()
const opening = '<Key>'
const closing = '</Key>'
/** S3 lists at most a thousand objects a page; compatible stores may be set to more. */
const mostKeys = 10_000
/** Longest key an S3 store takes, in bytes, with room for what escaping adds. */
const longestKey = 8_192

/**
 * Reads the keys of a listing (ListBucketResult, ListVersionsResult). Nothing but elements named Key
 * is looked for, which object names cannot forge: a `<` in them arrives escaped.
 */
export function readListing(payload: Payload): Listing {
  const text = decoder.decode(payload.body.subarray(0, limits.bodyBytes))
  const keys: string[] = []
  let at = text.indexOf(opening)
  while (at !== -1 && keys.length < mostKeys) {
    const end = text.indexOf(closing, at)
    if (end === -1) break
    if (end - at <= longestKey) keys.push(text.slice(at + opening.length, end))
    at = text.indexOf(opening, end)
  }
  return { keys, unread: Math.max(0, countedIn(text) - keys.length) }
}

/** KeyCount counts folders too; where the whole answer was read, what is missing are folders. */
function countedIn(text: string): number {
  if (text.includes('</ListBucketResult>')) return 0
  const count = /<KeyCount>(\d{1,6})<\/KeyCount>/.exec(text)?.[1]
  return Math.min(Number(count ?? 0), mostKeys)
}
