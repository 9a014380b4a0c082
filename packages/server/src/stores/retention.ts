import type { Clock } from './clock.ts'
import type { Ledger } from './ledger.ts'

export interface RetentionSettings {
  readonly calls_days: number
  readonly findings_days: number
  readonly audit_days: number
}

export interface Retention {
  /** Failures in a row; 0 after a success. What could not be deleted is deleted an hour later. */
  failures(): number
  stop(): void
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Deletes what is older than its settings allow: at once, then every hour. */
export function keepRetention(
  ledger: Pick<Ledger, 'expire'>,
  settings: RetentionSettings,
  clock: Clock,
): Retention {
  let failures = 0
  const expire = (): void => {
    const now = clock.now()
    ledger
      .expire({
        callsMs: now - settings.calls_days * dayMs,
        findingsMs: now - settings.findings_days * dayMs,
        auditMs: now - settings.audit_days * dayMs,
      })
      .then(
        () => {
          failures = 0
        },
        () => {
          failures += 1
        },
      )
  }
  expire()
  const stop = clock.every(hourMs, expire)
  return { failures: () => failures, stop }
}
