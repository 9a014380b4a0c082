import { encodeFrame, frameFlag, frameType } from './frame.ts'
import { type TypedData, writeTypedData } from './typed-data.ts'
import { Writer } from './writer.ts'

/** Sets or unsets a variable of HAProxy's (SPOE.txt §3.4); its prefix is put before the name there. */
export type Action =
  | {
      readonly kind: 'set-var'
      readonly scope: Scope
      readonly name: string
      readonly value: TypedData
    }
  | { readonly kind: 'unset-var'; readonly scope: Scope; readonly name: string }

const scopes = ['process', 'session', 'transaction', 'request', 'response'] as const
export type Scope = (typeof scopes)[number]

const setVar = 1
const unsetVar = 2
const noActions = Buffer.alloc(0)

/** A variable that lives as long as a request and its response. */
export function transactionVariable(name: string, value: TypedData): Action {
  return { kind: 'set-var', scope: 'transaction', name, value }
}

/** Says that a NOTIFY was taken, and what HAProxy is to do (SPOE.txt §3.2.7). */
export function encodeAck(streamId: number, frameId: number, actions: readonly Action[]): Buffer {
  return encodeFrame({
    type: frameType.ack,
    flags: frameFlag.fin,
    streamId,
    frameId,
    payload: actions.length === 0 ? noActions : encodeActions(actions),
  })
}

function encodeActions(actions: readonly Action[]): Buffer {
  const out = new Writer()
  for (const action of actions) {
    const isSet = action.kind === 'set-var'
    out.byte(isSet ? setVar : unsetVar)
    out.byte(isSet ? 3 : 2)
    out.byte(scopes.indexOf(action.scope))
    out.text(action.name)
    if (isSet) writeTypedData(out, action.value)
  }
  return out.finish()
}
