import type { Sources } from '../handler.ts'

/** Seconds of a period there was anything to see: a rate over time before that would be too low. */
export function watchedSeconds({ catalog, clock }: Sources, fromMs: number): number {
  let firstMs = Number.POSITIVE_INFINITY
  for (const service of catalog().services.values()) firstMs = Math.min(firstMs, service.firstMs)
  const now = clock.now()
  return Math.max(1, (now - Math.max(fromMs, Math.min(firstMs, now))) / 1_000)
}
