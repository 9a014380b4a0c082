import { bytesField, message, numberField, textField } from '@weir/schema/protobuf'

/** Statuses Envoy's API has names for, 200 and above; with any other it takes the whole answer for a fault. */
const knownStatuses = new Set(
  [
    [200, 208],
    [226, 226],
    [300, 305],
    [307, 308],
    [400, 417],
    [421, 424],
    [426, 426],
    [428, 429],
    [431, 431],
    [500, 508],
    [510, 511],
  ].flatMap(([first = 0, last = 0]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  ),
)

/** A denial with a status Envoy cannot say is still a denial. */
export function httpStatusCode(status: number): number {
  return knownStatuses.has(status) ? status : 403
}

const overwrite = 2

/** `config.core.v3.HeaderValue`: ext_proc takes the value from `raw_value`, ext_authz from `value`. */
export const valueField = { extAuthz: 2, extProc: 3 } as const

type ValueField = (typeof valueField)[keyof typeof valueField]

/** What Envoy takes as a name and as a value; with anything else it takes the whole answer for a fault, and lets pass. */
const fieldName = /^[!#$%&'*+.^_`|~0-9a-z-]{1,256}$/
const fieldValue = /^[\t\x20-\x7e\x80-\uffff]{0,4096}$/

/** `HeaderValueOption` fields under one number: header=1 of key=1 and a value, append_action=3. */
export function headerOptions(
  field: number,
  headers: Readonly<Record<string, string>> | undefined,
  valueIn: ValueField,
): readonly Uint8Array[] {
  return Object.entries(headers ?? {})
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name, value]) => fieldName.test(name) && fieldValue.test(value))
    .map(([name, value]) => {
      const header = message(textField(1, name), textField(valueIn, value))
      return bytesField(field, message(bytesField(1, header), numberField(3, overwrite)))
    })
}
