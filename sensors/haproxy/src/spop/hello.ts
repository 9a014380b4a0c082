import { encodeFrame, frameFlag, frameType } from './frame.ts'
import { encodeItems, readItems } from './items.ts'
import { spopLimits } from './limits.ts'
import { type SpopStatus, spopStatus } from './status.ts'
import { numberOf, textData, textOf } from './typed-data.ts'

/** What HAProxy says first (SPOE.txt §3.2.4). */
export interface HaproxyHello {
  readonly versions: readonly string[]
  readonly maxFrameSize: number
  readonly capabilities: readonly string[]
  /** A check of HAProxy's: it wants the answer and nothing more. */
  readonly healthCheck: boolean
}

export type HelloReading =
  | { readonly ok: true; readonly hello: HaproxyHello }
  | { readonly ok: false; readonly status: SpopStatus }

const version = '2.0'
/** HAProxy speaks every minor version below the one it names. */
const spokenMajor = /^2\.\d{1,3}$/

export function readHaproxyHello(payload: Buffer): HelloReading {
  const items = readItems(payload)
  if (items === null) return refused(spopStatus.invalidFrame)
  const versions = listOf(textOf(items.get('supported-versions')))
  const maxFrameSize = numberOf(items.get('max-frame-size'))
  const capabilities = listOf(textOf(items.get('capabilities')))
  if (versions === null) return refused(spopStatus.versionMissing)
  if (maxFrameSize === undefined) return refused(spopStatus.maxFrameSizeMissing)
  if (capabilities === null) return refused(spopStatus.capabilitiesMissing)
  if (!versions.some((each) => spokenMajor.test(each))) {
    return refused(spopStatus.versionUnsupported)
  }
  if (maxFrameSize < spopLimits.smallestFrameBytes) return refused(spopStatus.frameSizeBad)
  const check = items.get('healthcheck')
  const healthCheck = check?.type === 'boolean' && check.value
  return { ok: true, hello: { versions, maxFrameSize, capabilities, healthCheck } }
}

/**
 * The answer (SPOE.txt §3.2.5): fragments are always read, and pipelining is spoken where HAProxy speaks it. `async`
 * is not: what waits for an answer then belongs to no connection, so that nothing wakes it when the connection ends.
 */
export function encodeAgentHello(hello: HaproxyHello, maxFrameSize: number): Buffer {
  const isPipelined = hello.capabilities.includes('pipelining')
  const items = new Map([
    ['version', textData(version)],
    ['max-frame-size', { type: 'uint32', value: maxFrameSize } as const],
    ['capabilities', textData(isPipelined ? 'pipelining,fragmentation' : 'fragmentation')],
  ])
  return encodeFrame({
    type: frameType.agentHello,
    flags: frameFlag.fin,
    streamId: 0,
    frameId: 0,
    payload: encodeItems(items),
  })
}

function listOf(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

function refused(status: SpopStatus): HelloReading {
  return { ok: false, status }
}
