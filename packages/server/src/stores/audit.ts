/** One change somebody made. */
export interface AuditEntry {
  /** Unix time in milliseconds. */
  readonly atMs: number
  /** Who did it: `console`, `api-token`, `weir`. */
  readonly by: string
  /** What was done, such as `sensor-key.created`. */
  readonly what: string
  /** What it was done to, by name; never a secret. */
  readonly target: string
}

/** Where changes are written down; they can be read through the ledger. */
export interface AuditTrail {
  record(entry: AuditEntry): Promise<void>
}
