import type { Exchange } from '@weir/schema'

/** Refusals that come after the caller was let in: no such thing, not that method, not changed. */
const afterTheDoor: ReadonlySet<number> = new Set([404, 405, 409, 410, 412, 416])

/**
 * Whether the service let the caller in. Only then does a credential or a claim say who acted:
 * anybody may present anything.
 */
export function isAccepted({ response }: Exchange): boolean {
  if (response === null) return false
  return (response.status >= 200 && response.status < 400) || afterTheDoor.has(response.status)
}
