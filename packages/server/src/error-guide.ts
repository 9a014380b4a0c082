import type { ErrorCode } from './weir-error.ts'

/** What a person who meets an error wants to know; `docs/reference/errors.md` is made from it. */
export interface ErrorGuide {
  readonly meaning: string
  /** Where it is met. */
  readonly met: string
  readonly todo: string
  /** How the `weir` command ends; null where a running Weir goes on. */
  readonly exitCode: 2 | 3 | null
  /** What whoever sends or asks is answered meanwhile; null where nothing answers yet. */
  readonly http: string | null
}

export const errorGuide: Readonly<Record<ErrorCode, ErrorGuide>> = {
  CONFIG_INVALID: {
    meaning: 'Settings cannot be used.',
    met: 'At the start, before anything is opened: every problem at once, each with file, line and column, or the flag or variable it came from.',
    todo: 'Correct what is named; the settings are in [Run Weir](../guide/serve.md).',
    exitCode: 2,
    http: null,
  },
  DATA_FOLDER_BUSY: {
    meaning: 'Another process owns the data folder.',
    met: 'At the start. The number of the other process is named; the lock of one that is gone is taken over.',
    todo: 'Stop that process, or give this one a folder of its own with `--data`.',
    exitCode: 3,
    http: null,
  },
  DATA_FOLDER_UNUSABLE: {
    meaning: 'The data folder cannot be made, read or written, or its secret is cut short.',
    met: 'At the start.',
    todo: 'Name a folder this user may write with `--data` or `WEIR_DATA`. Put a damaged `secret` back from its copy.',
    exitCode: 3,
    http: null,
  },
  LEDGER_UNAVAILABLE: {
    meaning: 'The ledger cannot be opened, or cannot answer now.',
    met: 'At the start: its file is open elsewhere, damaged, or of another version. Later: its process ended or hangs, and is being started again.',
    todo: 'At the start, do what the message says about the file. Later, nothing: entries wait and are written once it is back. When it does not come back, look at disk and memory.',
    exitCode: 3,
    http: 'API: 503 with `Retry-After: 1`; `/readyz`: 503. Sensors are answered as always.',
  },
  PORT_UNAVAILABLE: {
    meaning: 'The address cannot be listened on.',
    met: 'At the start: the port is taken, needs more rights, or the address is none of this machine.',
    todo: 'Stop the other program, or choose with `--port` (0 takes any free one) and `--host`.',
    exitCode: 3,
    http: null,
  },
  SNAPSHOT_UNREADABLE: {
    meaning: 'There are snapshots and none of them can be opened.',
    met: 'At the start, mostly because `secret` is not the one they were made with. Nothing is changed. When only the newest is unreadable it is set aside, with a warning, and the one before it is used.',
    todo: 'Put the secret back, or move the `snapshots` and `spool` folders away to learn from the beginning.',
    exitCode: 3,
    http: null,
  },
  SPOOL_DAMAGED: {
    meaning: 'Frames of the spool are missing, cannot be opened, or are of another version.',
    met: 'At the start; or later, when a frame is read back: then analysis ends and what comes is kept. A tail that a killed process left half written is no damage.',
    todo: 'Put the file or the secret back from a backup and start again, or move the `spool` folder away to go on without what it held.',
    exitCode: 3,
    http: '`/readyz`: 503. Sensors: 202 until the spool is full.',
  },
  SPOOL_FAILED: {
    meaning: 'The disk did not keep what was written to the spool.',
    met: 'While it runs: a write could not be made durable or undone. Nothing is taken until Weir starts again.',
    todo: 'Look at the disk, then start Weir again. Sensors hold what they have and try again.',
    exitCode: null,
    http: 'Sensors: 503 with `Retry-After: 30`; `/readyz`: 503.',
  },
  SPOOL_FULL: {
    meaning: 'The spool takes no more for now.',
    met: 'While it runs: the disk is full or refuses to write, or more waits to be analysed than `spool.max_bytes`.',
    todo: 'Free space on the disk, or give it more. It goes on by itself; sensors hold what they have and try again.',
    exitCode: null,
    http: 'Sensors: 429 with `Retry-After: 5`; `/readyz`: 503.',
  },
}
