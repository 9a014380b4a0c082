import type { Summary } from './summary.ts'

/** Exchanges a service has to have shown before silence about something means anything. */
const leastExchanges = 100

/**
 * Whether a service has been watched for long enough to call what it never showed new: nightly jobs
 * have run once by then. What a person vouched for settles it at once.
 */
export function hasSettled(
  summary: Summary,
  service: string,
  ts: number,
  settleMs: number,
): boolean {
  if (summary.vouched > 0) return true
  const stats = summary.services.entries.get(service)?.value
  if (stats === undefined || stats.exchanges < leastExchanges) return false
  return ts - stats.firstMs >= settleMs
}
