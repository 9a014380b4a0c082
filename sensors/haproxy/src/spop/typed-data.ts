import type { Cursor } from './cursor.ts'
import type { Integer } from './varint.ts'
import type { Writer } from './writer.ts'

/** A value that says its type (SPOE.txt §3.1): type in the low four bits of the first byte, flags above. */
export type TypedData =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'int32' | 'uint32' | 'int64' | 'uint64'; readonly value: Integer }
  /** In Latin-1, which has a character for each byte. */
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'ipv4' | 'ipv6' | 'binary'; readonly value: Buffer }

const types = [
  'null',
  'boolean',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'ipv4',
  'ipv6',
  'string',
  'binary',
] as const
const typeMask = 0x0f
const trueFlag = 0x10
const ipv4Bytes = 4
const ipv6Bytes = 16

const nullData: TypedData = { type: 'null' }
const trueData: TypedData = { type: 'boolean', value: true }
const falseData: TypedData = { type: 'boolean', value: false }

/** Null where the bytes are no value; the cursor may then be anywhere. */
export function readTypedData(cursor: Cursor): TypedData | null {
  const head = cursor.byte()
  const data = readData(cursor, types[head & typeMask], (head & trueFlag) !== 0)
  return cursor.failed ? null : data
}

function readData(
  cursor: Cursor,
  type: (typeof types)[number] | undefined,
  isTrue: boolean,
): TypedData | null {
  switch (type) {
    case undefined:
      return null
    case 'null':
      return nullData
    case 'boolean':
      return isTrue ? trueData : falseData
    case 'int32':
    case 'int64':
      return { type, value: signed(cursor.integer()) }
    case 'uint32':
    case 'uint64':
      return { type, value: cursor.integer() }
    case 'string':
      return { type, value: cursor.text() }
    default:
      return { type, value: readOctets(cursor, type) }
  }
}

function readOctets(cursor: Cursor, type: 'ipv4' | 'ipv6' | 'binary'): Buffer {
  if (type === 'binary') return cursor.octets()
  return cursor.take(type === 'ipv4' ? ipv4Bytes : ipv6Bytes)
}

/** Negative numbers travel as 64 bits in two's complement, those of 32 bits too. */
function signed(value: Integer): Integer {
  if (typeof value === 'number') return value
  const number = BigInt.asIntN(64, value)
  return number < 0n && number >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(number) : number
}

export function writeTypedData(out: Writer, data: TypedData): void {
  const type = types.indexOf(data.type)
  out.byte(data.type === 'boolean' && data.value ? type | trueFlag : type)
  switch (data.type) {
    case 'null':
    case 'boolean':
      return
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
      return out.integer(data.value < 0 ? BigInt.asUintN(64, BigInt(data.value)) : data.value)
    case 'string':
      return out.text(data.value)
    default:
      if (data.type === 'binary') out.integer(data.value.length)
      return out.octets(data.value)
  }
}

export function textData(text: string): TypedData {
  return { type: 'string', value: text }
}

/** The text of a value that is one; undefined for other types. */
export function textOf(data: TypedData | undefined): string | undefined {
  if (data?.type === 'string') return data.value
  return data?.type === 'binary' ? data.value.toString('latin1') : undefined
}

/** The number of a value that is one and exact. */
export function numberOf(data: TypedData | undefined): number | undefined {
  switch (data?.type) {
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
      return typeof data.value === 'number' ? data.value : undefined
    default:
      return undefined
  }
}

/** Whether a value says that something holds; false for other types. */
export function truthOf(data: TypedData | undefined): boolean {
  return data?.type === 'boolean' && data.value
}
