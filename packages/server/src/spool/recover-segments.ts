import { join } from 'node:path'
import { WeirError } from '../weir-error.ts'
import type { FilePort } from './file-port.ts'
import { frameAt, headBytes, openSegment, type SegmentSeal } from './sealed-frames.ts'

/** A segment on disk: whole frames only. */
export interface Segment {
  readonly path: string
  readonly seal: SegmentSeal
  lastFrame: number
  bytes: number
}

export interface RecoveredFrame {
  readonly segment: Segment
  readonly frame: number
  readonly start: number
  readonly length: number
  readonly plain: Uint8Array
}

export const segmentSuffix = '.spool'

export function segmentName(firstFrame: number): string {
  return `${String(firstFrame).padStart(16, '0')}${segmentSuffix}`
}

/**
 * Reads the segments in order and hands over every frame. A torn tail, which a killed process leaves,
 * is cut off; frames missing between segments, or between `after` and the first, are damage nobody may
 * step over silently.
 */
export async function recoverSegments(
  files: FilePort,
  folder: string,
  storage: Uint8Array,
  after: number,
  take: (frame: RecoveredFrame) => void,
): Promise<Segment[]> {
  const names = (await files.list(folder)).filter((name) => name.endsWith(segmentSuffix)).sort()
  const segments: Segment[] = []
  const cuts: (() => Promise<void>)[] = []
  for (const name of names) {
    const path = join(folder, name)
    const { segment, cut } = recoverSegment(await files.readAll(path), path, storage, take)
    if (cut !== null) cuts.push(() => cutOff(files, path, cut))
    if (segment === null) continue
    const reached = Math.max(after, segments.at(-1)?.lastFrame ?? -1)
    if (segment.seal.before > reached) {
      throw damaged(path, `frames ${reached + 1} to ${segment.seal.before} are missing before it`)
    }
    segments.push(segment)
  }
  // Only now: what turns out to be damaged is left as it is.
  for (const cut of cuts) await cut()
  return segments
}

/** A file without a whole frame is of no use. */
function cutOff(files: FilePort, path: string, bytes: number): Promise<void> {
  return bytes > headBytes ? files.truncate(path, bytes) : files.remove(path)
}

interface RecoveredSegment {
  /** Null where there is no whole frame. */
  readonly segment: Segment | null
  /** Where whole frames end; null where the file ends there, too. */
  readonly cut: number | null
}

function recoverSegment(
  bytes: Uint8Array,
  path: string,
  storage: Uint8Array,
  take: (frame: RecoveredFrame) => void,
): RecoveredSegment {
  const seal = openSegment(storage, bytes)
  if (seal === null) {
    if (bytes.length >= headBytes) throw damaged(path, 'it has no head of a spool segment')
    return { segment: null, cut: 0 }
  }
  const segment: Segment = { path, seal, lastFrame: seal.firstFrame - 1, bytes: headBytes }
  for (let span = frameAt(bytes, headBytes); span !== null; span = frameAt(bytes, span.end)) {
    const frame = segment.lastFrame + 1
    const plain = seal.open(frame, bytes.subarray(span.start, span.end))
    if (plain === null) {
      if (span.end < bytes.length || frame === seal.firstFrame) throw notOurs(path, frame)
      break
    }
    segment.lastFrame = frame
    segment.bytes = span.end
    take({ segment, frame, start: span.start, length: span.end - span.start, plain })
  }
  if (segment.lastFrame < seal.firstFrame) return { segment: null, cut: headBytes }
  return { segment, cut: segment.bytes < bytes.length ? segment.bytes : null }
}

function notOurs(path: string, frame: number): WeirError {
  return damaged(
    path,
    `frame ${frame} cannot be opened; is the secret file the one it was made with?`,
  )
}

function damaged(path: string, what: string): WeirError {
  return new WeirError(
    'SPOOL_DAMAGED',
    `${path} is damaged: ${what}. Put the file or the secret back from a backup, or move the spool folder away to go on without what it held.`,
  )
}
