import { varint } from './varint.ts'
import { wireType } from './wire-reader.ts'

const utf8 = new TextEncoder()

/** A message of the given fields; empty ones may be left out by whoever makes it. */
export function message(...fields: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(fields.reduce((length, field) => length + field.length, 0))
  let at = 0
  for (const field of fields) {
    all.set(field, at)
    at += field.length
  }
  return all
}

/** A whole number of 0 or more. */
export function numberField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + wireType.varint), ...varint(value)])
}

/** Bytes, or the message they are. */
export function bytesField(field: number, value: Uint8Array): Uint8Array {
  const head = [...varint(field * 8 + wireType.bytes), ...varint(value.length)]
  return message(Uint8Array.from(head), value)
}

export function textField(field: number, value: string): Uint8Array {
  return bytesField(field, utf8.encode(value))
}
