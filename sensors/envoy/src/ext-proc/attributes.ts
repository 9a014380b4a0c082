import type { WireReader } from '@weir/schema/protobuf'
import { latin1 } from '../latin1.ts'

/** Values by the names of Envoy's attributes, such as `upstream.address`. */
export type Attributes = ReadonlyMap<string, string>

const maxAttributes = 64
const longestValue = 4_096

/** Reads the texts in entries of `map<string, Struct>`; whatever else Envoy was told to send is passed over. */
export function readAttributes(entries: readonly WireReader<Buffer>[]): Attributes {
  const attributes = new Map<string, string>()
  for (const entry of entries) {
    while (entry.next()) if (entry.field === 2) readStruct(entry.message(), attributes)
  }
  return attributes
}

/** `google.protobuf.Struct`: fields=1, entries of key=1 and value=2. */
function readStruct(struct: WireReader<Buffer>, into: Map<string, string>): void {
  while (struct.next() && into.size < maxAttributes) {
    if (struct.field !== 1) continue
    const entry = struct.message()
    let name = ''
    let text = ''
    while (entry.next()) {
      if (entry.field === 1) name = entry.text(latin1)
      else if (entry.field === 2) text = readValue(entry.message())
    }
    if (text !== '' && text.length <= longestValue) into.set(name, text)
  }
}

/** `google.protobuf.Value`: string_value=3. */
function readValue(value: WireReader<Buffer>): string {
  let text = ''
  while (value.next()) if (value.field === 3) text = value.text(latin1)
  return text
}
