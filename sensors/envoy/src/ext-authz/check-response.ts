import type { Verdict } from '@weir/sensor'
import { headerOptions, httpStatusCode, valueField } from '../denial.ts'
import { tagChange } from '../head-change.ts'
import { bytesField, message, numberField, textField } from '@weir/schema/protobuf'

/** `google.rpc.Code`. */
const permissionDenied = 7

/** `service.auth.v3.CheckResponse` with an OK in it, which an empty status means. */
const allowed = bytesField(1, new Uint8Array(0))

/** status=1; denied_response=2 of status=1, headers=2, body=3; ok_response=3 of headers=2, headers_to_remove=5. */
export function checkResponse(verdict: Verdict, isTagged: boolean): Uint8Array {
  if (verdict.kind === 'allow') {
    const { set, remove } = tagChange(verdict.tag, isTagged)
    const change = message(
      ...headerOptions(2, set, valueField.extAuthz),
      ...remove.map((name) => textField(5, name)),
    )
    return change.length === 0 ? allowed : message(allowed, bytesField(3, change))
  }
  const { status, headers, body } = verdict
  const denied = message(
    bytesField(1, numberField(1, httpStatusCode(status))),
    ...headerOptions(2, headers, valueField.extAuthz),
    textField(3, body),
  )
  return message(bytesField(1, numberField(1, permissionDenied)), bytesField(2, denied))
}
