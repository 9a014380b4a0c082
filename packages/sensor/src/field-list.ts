import type { HeaderLookup } from '@weir/schema/caller'
import { addField, type HeaderFields, hostWithoutPort } from './header-fields.ts'

/** Header fields as they came: names, in whatever spelling, and values in turn, as Node's `rawHeaders` has them. */
export type FieldList = readonly string[]

/** The first value of a field; `lowerName` is in lower case. */
export function firstOf(fields: FieldList, lowerName: string): string | undefined {
  for (let at = 0; at + 1 < fields.length; at += 2) {
    if (isName(fields[at], lowerName)) return fields[at + 1]
  }
  return undefined
}

/** The host a request asked for, without its port. */
export function hostOf(fields: FieldList): string {
  return hostWithoutPort(firstOf(fields, 'host'))
}

/** All values of a field, in order; undefined where it was not sent. `lowerName` is in lower case. */
export function allOf(fields: FieldList, lowerName: string): readonly string[] | undefined {
  let found: string[] | undefined
  for (let at = 0; at + 1 < fields.length; at += 2) {
    if (!isName(fields[at], lowerName)) continue
    found ??= []
    found.push(fields[at + 1] ?? '')
  }
  return found
}

/** For who looks fields up one by one, by names in lower case. */
export function listLookup(fields: FieldList): HeaderLookup {
  return { get: (lowerName) => allOf(fields, lowerName) }
}

/** The fields by their names, which keep their spelling. */
export function fieldsByName(fields: FieldList): HeaderFields {
  const named: HeaderFields = {}
  for (let at = 0; at + 1 < fields.length; at += 2) {
    addField(named, fields[at] ?? '', fields[at + 1] ?? '')
  }
  return named
}

function isName(name: string | undefined, lowerName: string): boolean {
  if (name === undefined || name.length !== lowerName.length) return false
  return name === lowerName || name.toLowerCase() === lowerName
}
