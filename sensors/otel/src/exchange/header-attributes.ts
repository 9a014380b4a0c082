import { addField, type HeaderFields } from '@weir/sensor'
import { type Attributes, isList } from '../telemetry/attributes.ts'

type Side = 'request' | 'response'

const prefixes = {
  request: ['http.request.header.', 'rpc.grpc.request.metadata.', 'rpc.request.metadata.'],
  response: ['http.response.header.', 'rpc.grpc.response.metadata.', 'rpc.response.metadata.'],
} as const
const longestName = 256

/**
 * The header fields somebody chose to record. Conventions before 1.21 wrote `_` for `-`, which field names hardly ever
 * have, so that it is read as `-`.
 */
export function headersOf(attributes: Attributes, side: Side, limit: number): HeaderFields {
  const fields: HeaderFields = {}
  let room = limit
  for (const [key, value] of attributes.entries()) {
    const prefix = prefixes[side].find((known) => key.startsWith(known))
    if (prefix === undefined || key.length > prefix.length + longestName) continue
    const name = key.slice(prefix.length).toLowerCase().replaceAll('_', '-')
    for (const text of isList(value) ? value : [String(value)]) {
      room -= name.length + text.length
      if (room >= 0 && name !== '') addField(fields, name, text)
    }
  }
  return fields
}

/** Says a field by another attribute where it was not recorded itself. */
export function fillIn(fields: HeaderFields, name: string, value: string | undefined): void {
  if (value !== undefined && !Object.hasOwn(fields, name)) addField(fields, name, value)
}
