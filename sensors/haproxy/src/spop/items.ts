import { Cursor } from './cursor.ts'
import { spopLimits } from './limits.ts'
import { readTypedData, type TypedData, writeTypedData } from './typed-data.ts'
import { Writer } from './writer.ts'

/** Names with values, the payload of hello and disconnect frames. */
export type Items = ReadonlyMap<string, TypedData>

/** Null where the bytes are none, or too many. */
export function readItems(payload: Buffer): Items | null {
  const cursor = new Cursor(payload)
  const items = new Map<string, TypedData>()
  while (!cursor.done) {
    const name = cursor.name(spopLimits.nameBytes)
    const value = readTypedData(cursor)
    if (value === null || items.size >= spopLimits.items) return null
    items.set(name, value)
  }
  return cursor.failed ? null : items
}

export function encodeItems(items: Items): Buffer {
  const out = new Writer()
  for (const [name, value] of items) {
    out.text(name)
    writeTypedData(out, value)
  }
  return out.finish()
}
