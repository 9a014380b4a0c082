import { Cursor } from './cursor.ts'
import { spopLimits } from './limits.ts'
import { readTypedData, type TypedData, writeTypedData } from './typed-data.ts'
import { Writer } from './writer.ts'

/** One message of a NOTIFY frame (SPOE.txt §3.2.6); values are views of the frame. */
export interface Message {
  readonly name: string
  /** Of its arguments, at most 255, which is what the wire can say. */
  readonly keys: readonly string[]
  /** One for each key. */
  readonly values: readonly TypedData[]
}

/** The first argument of this name; they are few, and looking through them costs less than a map of them. */
export function argOf({ keys, values }: Message, key: string): TypedData | undefined {
  return values[keys.indexOf(key)]
}

/** Null where the payload is no list of messages, or too long a one. */
export function readMessages(payload: Buffer): readonly Message[] | null {
  const cursor = new Cursor(payload)
  const messages: Message[] = []
  while (!cursor.done) {
    if (messages.length >= spopLimits.messages) return null
    const message = readMessage(cursor)
    if (message === null) return null
    messages.push(message)
  }
  return cursor.failed ? null : messages
}

/** The name of the first message, read without the rest; empty where there is none. */
export function firstMessageName(payload: Buffer): string {
  return new Cursor(payload).name(spopLimits.nameBytes)
}

function readMessage(cursor: Cursor): Message | null {
  const name = cursor.name(spopLimits.nameBytes)
  const count = cursor.byte()
  const keys: string[] = []
  const values: TypedData[] = []
  for (let index = 0; index < count; index += 1) {
    const key = cursor.name(spopLimits.nameBytes)
    const value = readTypedData(cursor)
    if (value === null) return null
    keys.push(key)
    values.push(value)
  }
  return cursor.failed ? null : { name, keys, values }
}

export function encodeMessages(messages: readonly Message[]): Buffer {
  const out = new Writer()
  for (const { name, keys, values } of messages) {
    out.text(name)
    out.byte(values.length)
    values.forEach((value, index) => {
      out.text(keys[index] ?? '')
      writeTypedData(out, value)
    })
  }
  return out.finish()
}
