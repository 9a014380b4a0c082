import { wireType } from './wire-reader.ts'

/** A message of the given fields; empty ones may be left out by whoever makes it. */
export function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields)
}

/** A whole number of 0 or more. */
export function numberField(field: number, value: number): Buffer {
  return Buffer.from([...varint(field * 8 + wireType.varint), ...varint(value)])
}

/** Bytes, or the message they are. */
export function bytesField(field: number, value: Buffer): Buffer {
  const head = [...varint(field * 8 + wireType.bytes), ...varint(value.length)]
  return Buffer.concat([Buffer.from(head), value])
}

export function textField(field: number, value: string): Buffer {
  return bytesField(field, Buffer.from(value))
}

function varint(value: number): readonly number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return bytes
}
