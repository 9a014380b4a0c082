/** Every code a person may meet; `error-guide.ts` says what to do about each. */
export const errorCodes = [
  'CONFIG_INVALID',
  'DATA_FOLDER_BUSY',
  'DATA_FOLDER_UNUSABLE',
  'LEDGER_UNAVAILABLE',
  'PORT_UNAVAILABLE',
  'SNAPSHOT_UNREADABLE',
  'SPOOL_DAMAGED',
  'SPOOL_FAILED',
  'SPOOL_FULL',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Something outside Weir stands in the way. The message says what to do. */
export class WeirError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly retryable?: boolean } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
  }
}

/** The system's code of a failed call, such as `ENOSPC`. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
