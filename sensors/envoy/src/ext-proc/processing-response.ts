import { type Refusal, staleFields } from '@weir/sensor'
import { headerOptions, httpStatusCode, valueField } from '../denial.ts'
import { type HeadChange, noChange } from '../head-change.ts'
import { bytesField, message, numberField, textField } from '@weir/schema/protobuf'
import type { PartKind } from './processing-request.ts'

/** How Envoy is to send a body from here on; one that is held for too long comes as far as it got. */
export type BodyWish = 'none' | 'pieces' | 'held'

export interface BodyWishes {
  readonly request: BodyWish
  readonly response: BodyWish
}

/** `service.ext_proc.v3.ProcessingResponse`: the field that answers each part. */
const answerFields = {
  'request-headers': 1,
  'response-headers': 2,
  'request-body': 3,
  'response-body': 4,
  'request-trailers': 5,
  'response-trailers': 6,
} as const satisfies Record<PartKind, number>
const immediateResponseField = 7
const modeOverrideField = 9

const empty = new Uint8Array(0)
const send = 1
const skip = 2
/** `ProcessingMode.BodySendMode`: NONE, STREAMED, BUFFERED_PARTIAL. BUFFERED would fail what is too long. */
const bodyModes = { none: 0, pieces: 1, held: 3 } as const satisfies Record<BodyWish, number>

/** Says CONTINUE, which an empty answer means. */
export function goOn(kind: PartKind): Uint8Array {
  return bytesField(answerFields[kind], empty)
}

/** CONTINUE, with `mode_override`; Envoy takes no notice of it where `allow_mode_override` is not set. */
export function goOnWith(
  kind: 'request-headers' | 'response-headers',
  wishes: BodyWishes,
  change = noChange,
): Uint8Array {
  const mutation = headerMutation(change)
  const common = bytesField(1, bytesField(2, mutation))
  return message(
    mutation.length === 0 ? goOn(kind) : bytesField(answerFields[kind], common),
    bytesField(modeOverrideField, processingMode(wishes)),
  )
}

/** Another body, and no more of what was said of the first: `CommonResponse` of header_mutation=2, body_mutation=3 of body=1. */
export function replaceBody(body: Uint8Array): Uint8Array {
  const fields = headerMutation({ set: {}, remove: staleFields })
  const common = message(bytesField(2, fields), bytesField(3, bytesField(1, body)))
  return bytesField(answerFields['response-body'], bytesField(1, common))
}

/** `HeaderMutation`: set_headers=1, remove_headers=2. */
function headerMutation({ set, remove }: HeadChange): Uint8Array {
  return message(
    ...headerOptions(1, set, valueField.extProc),
    ...remove.map((name) => textField(2, name)),
  )
}

/** `extensions.filters.http.ext_proc.v3.ProcessingMode`. */
function processingMode({ request, response }: BodyWishes): Uint8Array {
  return message(
    numberField(1, send),
    numberField(2, send),
    numberField(3, bodyModes[request]),
    numberField(4, bodyModes[response]),
    numberField(5, skip),
    numberField(6, skip),
  )
}

/** `ImmediateResponse`: status=1, headers=2 (HeaderMutation), body=3, details=5. */
export function refuse({ status, headers, body }: Refusal): Uint8Array {
  const mutation = headerMutation({ set: headers, remove: [] })
  const response = message(
    bytesField(1, numberField(1, httpStatusCode(status))),
    ...(mutation.length === 0 ? [] : [bytesField(2, mutation)]),
    textField(3, body),
    textField(5, 'weir'),
  )
  return bytesField(immediateResponseField, response)
}
