import type { FilePort } from '../spool/file-port.ts'
import { openSpool, type Spool, type SpoolOptions, type SpoolPlace } from '../spool/spool.ts'
import { deferred } from './deferred.ts'

export const spoolFolder = '/spool'
export const storageKey: Uint8Array = Buffer.alloc(32, 1)

export interface OpenedSpool {
  readonly spool: Spool
  /** Frames that were there, as text. */
  readonly recovered: readonly string[]
  readonly places: readonly SpoolPlace[]
  /** What `onFailed` was told. */
  readonly failures: readonly unknown[]
  /** Resolves at the first failure of the disk. */
  readonly failed: Promise<void>
}

/** A spool whose frames are short texts. */
export async function openedSpool(
  files: FilePort,
  given: Partial<SpoolOptions> = {},
): Promise<OpenedSpool> {
  const recovered: string[] = []
  const places: SpoolPlace[] = []
  const failures: unknown[] = []
  const failed = deferred()
  const spool = await openSpool({
    folder: spoolFolder,
    storage: storageKey,
    files,
    syncMs: 0,
    after: -1,
    nextFrame: 0,
    onRecovered: (place, plain) => {
      places.push(place)
      recovered.push(Buffer.from(plain).toString())
    },
    onFailed: (error) => {
      failures.push(error)
      failed.resolve()
    },
    ...given,
  })
  return { spool, recovered, places, failures, failed: failed.promise }
}
