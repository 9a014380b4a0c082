interface BackOffBounds {
  readonly backOffMs: number
  readonly backOffMaxMs: number
  readonly retryAfterMaxMs: number
}

/**
 * The pause before the next attempt: doubling, with jitter over its upper half so that sensors which lost
 * the hub together do not come back together. A hub that asks for longer gets it.
 */
export function pauseMs(
  failures: number,
  askedMs: number,
  random: () => number,
  bounds: BackOffBounds,
): number {
  const doubled = bounds.backOffMs * 2 ** Math.min(Math.max(failures - 1, 0), 30)
  const capped = Math.min(doubled, bounds.backOffMaxMs)
  const own = capped / 2 + random() * (capped / 2)
  return Math.max(own, Math.min(askedMs, bounds.retryAfterMaxMs))
}

/** `Retry-After` is seconds or a date (RFC 9110 §10.2.3); anything else asks for nothing. */
export function retryAfterMs(text: string | undefined, now: number): number {
  if (text === undefined) return 0
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now)
}
