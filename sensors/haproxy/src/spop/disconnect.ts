import { encodeFrame, frameFlag, frameType } from './frame.ts'
import { encodeItems, readItems } from './items.ts'
import { messageOf, type SpopStatus } from './status.ts'
import { numberOf, textData } from './typed-data.ts'

/** The last frame of an agent (SPOE.txt §3.2.9), also its answer to HAProxy's. */
export function encodeAgentDisconnect(status: SpopStatus): Buffer {
  const items = new Map([
    ['status-code', { type: 'uint32', value: status } as const],
    ['message', textData(messageOf(status))],
  ])
  return encodeFrame({
    type: frameType.agentDisconnect,
    flags: frameFlag.fin,
    streamId: 0,
    frameId: 0,
    payload: encodeItems(items),
  })
}

/** The reason of a disconnect; null where there is none to read. */
export function readDisconnect(payload: Buffer): number | null {
  const items = readItems(payload)
  return numberOf(items?.get('status-code')) ?? null
}
