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
  /**
   * Rejects with `SPOOL_FULL` when the disk takes no more, and nothing of the frame stays then; with
   * `SPOOL_FAILED` after a failure of the disk.
   */
  append(plain: Uint8Array): Promise<SpoolPlace>
  read(place: SpoolPlace): Promise<Uint8Array>
  /** Ends the open segment, so that what it holds can be released without waiting for it to fill. */
  roll(): Promise<void>
  /** Deletes segments whose frames are all at or before this one. */
  release(frame: number): Promise<void>
  /** Bytes on disk. */
  bytes(): number
  /** Why it takes no more until the process starts again; null while it does. */
  readonly failure: WeirError | null
  close(): Promise<void>
}

export interface SpoolOptions {
  readonly folder: string
  readonly storage: Uint8Array
  readonly files: FilePort
  readonly syncMs: number
  /** Frames up to this one are not needed; those after it must be there. -1 for none. */
  readonly after: number
  /** Smallest number a new frame may get. */
  readonly nextFrame: number
  /** Frames that were there, in order. */
  readonly onRecovered: (place: SpoolPlace, plain: Uint8Array) => void
  /** The disk refused to make frames durable: the spool takes no more until the process starts again. */
  readonly onFailed: (error: unknown) => void
}

const segmentBytes = 64 * 1024 * 1024
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { folder, storage, files } = options
  const segments = await recoverSegments(files, folder, storage, options.after, (found) => {
    const { frame, start, length, plain } = found
    options.onRecovered({ frame, path: found.segment.path, start, length }, plain)
  })
  return new SegmentedSpool(options, segments)
}

interface OpenSegment {
  readonly segment: Segment
  readonly file: SegmentFile
  /** The last sync that was begun. */
  syncing?: Promise<void>
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
  /** Last frame there is, or was before it was released. */
  #lastFrame: number
  /** The segment being written; a recovered one is never written again, so no nonce repeats. */
  #open: OpenSegment | null = null
  #queue: Pending[] = []
  /** Everything that touches the open segment, one thing after the other. */
  #turn: Promise<void> = Promise.resolve()
  #syncTimer: NodeJS.Timeout | null = null
  /** Set once frames could not be made durable: nothing is acknowledged after that. */
  #failure: WeirError | null = null

  constructor(options: SpoolOptions, segments: Segment[]) {
    this.#options = options
    this.#segments = segments
    this.#lastFrame = Math.max(options.after, segments.at(-1)?.lastFrame ?? -1)
    this.#nextFrame = Math.max(options.nextFrame, this.#lastFrame + 1)
  }

  get failure(): WeirError | null {
    return this.#failure
  }

  append(plain: Uint8Array): Promise<SpoolPlace> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ plain, resolve, reject })
      // Frames appended while another turn is taken are written together in the next one.
      if (this.#queue.length === 1) void this.#inTurn(() => this.#writeQueue())
    })
  }

  async read({ frame, path, start, length }: SpoolPlace): Promise<Uint8Array> {
    const segment = this.#segments.find((one) => one.path === path)
    const sealed = segment && (await this.#options.files.read(path, start, length))
    const plain = sealed ? segment.seal.open(frame, sealed) : null
    if (plain !== null) return plain
    throw new WeirError(
      'SPOOL_DAMAGED',
      `frame ${frame} of ${path} cannot be read back. Put the file back from a backup and start again, or move the spool folder away to go on without what it held.`,
    )
  }

  roll(): Promise<void> {
    return this.#inTurn(() => this.#closeSegment())
  }

  release(frame: number): Promise<void> {
    return this.#inTurn(async () => {
      const gone = this.#segments.filter(
        (segment) => segment.lastFrame <= frame && segment !== this.#open?.segment,
      )
      for (const segment of gone) {
        await this.#options.files.remove(segment.path)
        this.#segments.splice(this.#segments.indexOf(segment), 1)
      }
      if (gone.length > 0) await this.#options.files.syncFolder(this.#options.folder)
    })
  }

  bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0)
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeSegment())
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act)
    // Whoever asked hears of a failure; the next in line goes on.
    this.#turn = done.catch(() => undefined)
    return done
  }

  async #writeQueue(): Promise<void> {
    const batch = this.#queue
    this.#queue = []
    try {
      if (this.#failure !== null) throw this.#failure
      const places = await this.#writeFrames(batch)
      batch.forEach(({ resolve }, index) => {
        const place = places[index]
        if (place !== undefined) resolve(place)
      })
    } catch (error) {
      for (const { reject } of batch) reject(refusal(error))
    }
  }

  async #writeFrames(batch: readonly Pending[]): Promise<readonly SpoolPlace[]> {
    const opened = this.#open ?? (await this.#openSegment())
    const { segment, file } = opened
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
    try {
      await file.append(sealed.length === 1 && sealed[0] ? sealed[0] : Buffer.concat(sealed))
    } catch (error) {
      await this.#abandon(opened)
      throw error
    }
    segment.bytes = offset
    segment.lastFrame = frame - 1
    this.#lastFrame = segment.lastFrame
    this.#nextFrame = frame
    if (offset >= segmentBytes) await this.#closeSegment()
    else this.#scheduleSync()
    return places
  }

  async #openSegment(): Promise<OpenSegment> {
    const { folder, storage, files } = this.#options
    const seal = newSegment(storage, this.#nextFrame, this.#lastFrame)
    const path = join(folder, segmentName(this.#nextFrame))
    const file = await files.create(path)
    const segment = { path, seal, lastFrame: seal.firstFrame - 1, bytes: headBytes }
    const opened = { segment, file }
    this.#segments.push(segment)
    try {
      await file.append(seal.head)
      await files.syncFolder(folder)
    } catch (error) {
      await this.#abandon(opened)
      throw error
    }
    this.#open = opened
    return opened
  }

  /**
   * After a failed write the segment ends with its last whole frame and a new one begins. Where it
   * cannot be cut, frames nobody was told of would stay in it: then nothing more is taken.
   */
  async #abandon({ segment, file }: OpenSegment): Promise<void> {
    this.#open = null
    try {
      const hasFrames = segment.lastFrame >= segment.seal.firstFrame
      if (hasFrames) await file.sync()
      await file.close()
      if (hasFrames) {
        await this.#options.files.truncate(segment.path, segment.bytes)
        return
      }
      await this.#options.files.remove(segment.path)
      this.#segments.splice(this.#segments.indexOf(segment), 1)
    } catch (error) {
      this.#fail(error)
    }
  }

  #scheduleSync(): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = null
      this.#sync().catch((error: unknown) => this.#fail(error))
    }, this.#options.syncMs)
  }

  /** Beside the writes, not in turn with them: a slow disk delays durability, not acknowledgement. */
  async #sync(): Promise<void> {
    const opened = this.#open
    if (opened === null) return
    opened.syncing = opened.file.sync()
    await opened.syncing
  }

  async #closeSegment(): Promise<void> {
    if (this.#syncTimer !== null) clearTimeout(this.#syncTimer)
    this.#syncTimer = null
    const opened = this.#open
    this.#open = null
    if (opened === null) return
    try {
      await opened.syncing
      await opened.file.sync()
      await opened.file.close()
    } catch (error) {
      throw this.#fail(error)
    }
  }

  /** The first failure, whichever this one is. */
  #fail(error: unknown): WeirError {
    if (this.#failure !== null) return this.#failure
    this.#failure = failed(error)
    this.#options.onFailed(this.#failure)
    return this.#failure
  }
}

function failed(cause: unknown): WeirError {
  return new WeirError(
    'SPOOL_FAILED',
    `the disk did not keep what was written to the spool (${systemCode(cause) ?? 'no code'}). Look at the disk, then start Weir again; sensors hold what they have and try again.`,
    { cause },
  )
}

function refusal(cause: unknown): WeirError {
  if (cause instanceof WeirError) return cause
  const code = systemCode(cause)
  const full = code !== null && fullCodes.has(code)
  return new WeirError(
    'SPOOL_FULL',
    `the spool takes no more${code === null ? '' : ` (${code})`}. ${full ? 'Free space on its disk' : 'Look at its folder and disk'}; sensors hold what they have and try again.`,
    { cause, retryable: true },
  )
}
