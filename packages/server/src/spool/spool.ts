import { join } from 'node:path'
import { systemCode, WeirError } from '../weir-error.ts'
import type { FilePort, SegmentFile } from './file-port.ts'
import { recoverSegments, type Segment, segmentName } from './recover-segments.ts'
import { headBytes, newSegment } from './sealed-frames.ts'

/** Where one frame lies. */
export interface SpoolPlace {
  readonly frame: number
  readonly path: string
  readonly start: number
  readonly length: number
}

/**
 * The acknowledged-not-lost boundary: append-only, sealed, numbered frames. What `append` has resolved
 * survives the end of the process at once and the end of power within `syncMs`.
 */
export interface Spool {
  /** Rejects with `SPOOL_FULL` when the disk takes no more; nothing of the frame stays then. */
  append(plain: Uint8Array): Promise<SpoolPlace>
  read(place: SpoolPlace): Promise<Uint8Array>
  /** Deletes segments whose frames are all at or before this one. */
  release(frame: number): Promise<void>
  /** Bytes on disk. */
  bytes(): number
  close(): Promise<void>
}

export interface SpoolOptions {
  readonly folder: string
  readonly storage: Uint8Array
  readonly files: FilePort
  readonly syncMs: number
  /** Number of the first frame where the folder holds none. */
  readonly nextFrame: number
  /** Frames that were there, in order. */
  readonly onRecovered: (place: SpoolPlace, plain: Uint8Array) => void
  /** The disk refused to make frames durable: the process must not go on acknowledging. */
  readonly onSyncFailed: (error: unknown) => void
}

const segmentBytes = 64 * 1024 * 1024
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS'])

export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { folder, storage, files } = options
  const segments = await recoverSegments(files, folder, storage, (found) => {
    const { frame, start, length, plain } = found
    options.onRecovered({ frame, path: found.segment.path, start, length }, plain)
  })
  return new SegmentedSpool(options, segments)
}

interface Pending {
  readonly plain: Uint8Array
  readonly resolve: (place: SpoolPlace) => void
  readonly reject: (error: unknown) => void
}

class SegmentedSpool implements Spool {
  readonly #options: SpoolOptions
  readonly #segments: Segment[]
  #nextFrame: number
  /** The segment being written; a recovered one is never written again, so no nonce repeats. */
  #open: { readonly segment: Segment; readonly file: SegmentFile } | null = null
  #queue: Pending[] = []
  #writing: Promise<void> | null = null
  #syncTimer: NodeJS.Timeout | null = null
  #syncing: Promise<void> = Promise.resolve()

  constructor(options: SpoolOptions, segments: Segment[]) {
    this.#options = options
    this.#segments = segments
    this.#nextFrame = Math.max(options.nextFrame, (segments.at(-1)?.lastFrame ?? -1) + 1)
  }

  append(plain: Uint8Array): Promise<SpoolPlace> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ plain, resolve, reject })
      this.#writing ??= this.#drain()
    })
  }

  read({ frame, path, start, length }: SpoolPlace): Promise<Uint8Array> {
    return this.#read(frame, path, start, length)
  }

  async release(frame: number): Promise<void> {
    // Nothing is being written while the open segment is closed: appends queue behind it.
    await this.#idle()
    if (this.#open !== null && this.#open.segment.lastFrame <= frame) await this.#closeSegment()
    const gone = this.#segments.filter(
      (segment) => segment.lastFrame <= frame && segment !== this.#open?.segment,
    )
    for (const segment of gone) {
      await this.#options.files.remove(segment.path)
      this.#segments.splice(this.#segments.indexOf(segment), 1)
    }
    if (gone.length > 0) await this.#options.files.syncFolder(this.#options.folder)
  }

  bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0)
  }

  async close(): Promise<void> {
    await this.#idle()
    await this.#closeSegment()
  }

  async #read(frame: number, path: string, start: number, length: number): Promise<Uint8Array> {
    const segment = this.#segments.find((one) => one.path === path)
    const sealed = segment && (await this.#options.files.read(path, start, length))
    const plain = sealed ? segment.seal.open(frame, sealed) : null
    if (plain !== null) return plain
    throw new WeirError('SPOOL_DAMAGED', `frame ${frame} of ${path} cannot be read back.`)
  }

  async #idle(): Promise<void> {
    while (this.#writing !== null) await this.#writing
  }

  async #drain(): Promise<void> {
    // One turn later, so that frames appended together are written together.
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const batch = this.#queue
      this.#queue = []
      await this.#write(batch)
    }
    this.#writing = null
  }

  async #write(batch: readonly Pending[]): Promise<void> {
    try {
      const places = await this.#writeFrames(batch)
      this.#scheduleSync()
      batch.forEach(({ resolve }, index) => {
        const place = places[index]
        if (place !== undefined) resolve(place)
      })
    } catch (error) {
      await this.#abandon()
      for (const { reject } of batch) reject(refusal(error))
    }
  }

  async #writeFrames(batch: readonly Pending[]): Promise<readonly SpoolPlace[]> {
    const { segment, file } = this.#open ?? (await this.#openSegment())
    const places: SpoolPlace[] = []
    const sealed: Uint8Array[] = []
    let offset = segment.bytes
    let frame = this.#nextFrame
    for (const { plain } of batch) {
      const bytes = segment.seal.seal(frame, plain)
      places.push({ frame, path: segment.path, start: offset + 4, length: bytes.length - 4 })
      sealed.push(bytes)
      offset += bytes.length
      frame += 1
    }
    await file.append(sealed.length === 1 && sealed[0] ? sealed[0] : Buffer.concat(sealed))
    segment.bytes = offset
    segment.lastFrame = frame - 1
    this.#nextFrame = frame
    if (offset >= segmentBytes) await this.#closeSegment()
    return places
  }

  async #openSegment(): Promise<{ readonly segment: Segment; readonly file: SegmentFile }> {
    const { folder, storage, files } = this.#options
    const seal = newSegment(storage, this.#nextFrame)
    const path = join(folder, segmentName(this.#nextFrame))
    const file = await files.create(path)
    const segment = { path, seal, lastFrame: seal.firstFrame - 1, bytes: headBytes }
    const opened = { segment, file }
    this.#open = opened
    this.#segments.push(segment)
    await file.append(seal.head)
    await files.syncFolder(folder)
    return opened
  }

  /** After a failed write the segment ends with its last whole frame and a new one begins. */
  async #abandon(): Promise<void> {
    const opened = this.#open
    if (opened === null) return
    this.#open = null
    const { segment, file } = opened
    await ignore(file.close())
    if (segment.lastFrame >= segment.seal.firstFrame) {
      await ignore(this.#options.files.truncate(segment.path, segment.bytes))
      return
    }
    this.#segments.splice(this.#segments.indexOf(segment), 1)
    await ignore(this.#options.files.remove(segment.path))
  }

  #scheduleSync(): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = null
      this.#syncing = this.#sync()
    }, this.#options.syncMs)
  }

  async #sync(): Promise<void> {
    try {
      await this.#open?.file.sync()
    } catch (error) {
      this.#options.onSyncFailed(error)
    }
  }

  async #closeSegment(): Promise<void> {
    if (this.#syncTimer !== null) clearTimeout(this.#syncTimer)
    this.#syncTimer = null
    await this.#syncing
    const opened = this.#open
    this.#open = null
    if (opened === null) return
    await opened.file.sync()
    await opened.file.close()
  }
}

function refusal(cause: unknown): WeirError {
  const code = systemCode(cause)
  const full = code !== null && fullCodes.has(code)
  return new WeirError(
    'SPOOL_FULL',
    `the spool takes no more${code === null ? '' : ` (${code})`}. ${full ? 'Free space on its disk' : 'Look at its folder and disk'}; sensors hold what they have and try again.`,
    { cause, retryable: true },
  )
}

/** What cannot be tidied now is tidied at the next start. */
async function ignore(act: Promise<void>): Promise<void> {
  try {
    await act
  } catch {
    // The write that failed before it is already reported.
  }
}
