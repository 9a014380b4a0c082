import type { Field } from '@weir/schema/api'

/** Names a field in the address: `res.body items[].iban`. */
export function fieldKey(field: Pick<Field, 'in' | 'path'>): string {
  return `${field.in} ${field.path}`
}
