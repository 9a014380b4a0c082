/** Exit codes of the `weir` command. */
export const exitCode = {
  done: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Wrong input or usage. */
  usage: 2,
  /** The environment: port, disk, a missing part. */
  environment: 3,
  /** A bug of ours. */
  bug: 70,
} as const

/** Ends the command with a message a person can act on. */
export class CommandError extends Error {
  readonly code: number

  constructor(code: number, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

export function usageError(message: string): CommandError {
  return new CommandError(exitCode.usage, message)
}

export function environmentError(message: string, cause: unknown): CommandError {
  return new CommandError(exitCode.environment, message, cause)
}
