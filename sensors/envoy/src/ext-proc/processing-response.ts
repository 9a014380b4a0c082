import type { Refusal } from '@weir/sensor'
import { headerOptions, httpStatusCode, valueField } from '../denial.ts'
import { bytesField, message, numberField, textField } from '@weir/schema/protobuf'
import type { PartKind } from './processing-request.ts'

/** Which bodies Envoy is to send from here on. */
export interface BodyWish {
  readonly request: boolean
  readonly response: boolean
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
const streamed = 1
const skip = 2

/** Says CONTINUE, which an empty answer means. */
export function goOn(kind: PartKind): Uint8Array {
  return bytesField(answerFields[kind], empty)
}

/** CONTINUE, with `mode_override`; Envoy takes no notice of it where `allow_mode_override` is not set. */
export function goOnWith(kind: 'request-headers' | 'response-headers', wish: BodyWish): Uint8Array {
  return message(goOn(kind), bytesField(modeOverrideField, processingMode(wish)))
}

/** `extensions.filters.http.ext_proc.v3.ProcessingMode`; 0 is NONE for a body. */
function processingMode({ request, response }: BodyWish): Uint8Array {
  return message(
    numberField(1, send),
    numberField(2, send),
    numberField(3, request ? streamed : 0),
    numberField(4, response ? streamed : 0),
    numberField(5, skip),
    numberField(6, skip),
  )
}

/** `ImmediateResponse`: status=1, headers=2 (HeaderMutation of set_headers=1), body=3, details=5. */
export function refuse({ status, headers: fields, body }: Refusal): Uint8Array {
  const headers = headerOptions(1, fields, valueField.extProc)
  const response = message(
    bytesField(1, numberField(1, httpStatusCode(status))),
    ...(headers.length === 0 ? [] : [bytesField(2, message(...headers))]),
    textField(3, body),
    textField(5, 'weir'),
  )
  return bytesField(immediateResponseField, response)
}
