import { type Frame, frameFlag, frameType } from '../spop/frame.ts'
import { encodeMessages } from '../spop/notify.ts'
import { textData, type TypedData } from '../spop/typed-data.ts'

/** A NOTIFY as `weir-spoe.conf` has HAProxy send it; strings, numbers and truths become typed data. */
export function told(
  name: string,
  streamId: number,
  values: Readonly<Record<string, string | number | boolean>>,
): Frame {
  const data = Object.entries(values).map(([key, value]) => dataOf(key, value))
  const payload = encodeMessages([{ name, keys: Object.keys(values), values: data }])
  return { type: frameType.notify, flags: frameFlag.fin, streamId, frameId: 1, payload }
}

function dataOf(key: string, value: string | number | boolean): TypedData {
  if (key === 'body') return { type: 'binary', value: Buffer.from(String(value)) }
  if (typeof value === 'string') return textData(value)
  return typeof value === 'number' ? { type: 'int64', value } : { type: 'boolean', value }
}
