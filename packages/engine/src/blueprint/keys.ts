import type { FieldLocation } from '@weir/schema'
import { isValueShape, type PathTokens } from '../discover/index.ts'
import { hashHex } from '../lib/sip-hash.ts'

/**
 * Keys of the learned tables. The parts are separated by a line feed, which `identify` keeps out of
 * names and which no path, method or field path holds unescaped.
 */
const separator = '\n'

/** An operation without the names of its parameters: renaming one moves nothing. */
export function operationKey(service: string, method: string, template: string): string {
  return service + separator + operationName(method, template)
}

/** What tells an operation from the others of its service: `GET /users/{}`. */
export function operationName(method: string, template: string): string {
  return method + ' ' + template.replace(/\{[^}]*\}/g, '{}')
}

/**
 * An operation not yet derived: until the next mark its path stands for it, with segments that are
 * obviously values taken by their shape alone.
 */
export function provisionalKey(service: string, tokens: PathTokens): string {
  const segments = tokens.segments.map(({ shape, hash }) =>
    isValueShape(shape) ? `<${shape}>` : hashHex(hash),
  )
  return `${service}${separator}?${[tokens.method, ...segments].join('/')}`
}

/** Whether a key names an operation that has been derived. */
export function isKnownOperation(key: string): boolean {
  return key[key.indexOf(separator) + 1] !== '?'
}

export function fieldKey(operation: string, location: FieldLocation, path: string): string {
  return `${operation}${separator}${location} ${path}`
}

export function serviceOfKey(key: string): string {
  return key.slice(0, key.indexOf(separator))
}

/** The operation part of a field's key, and the place part. */
export function splitFieldKey(key: string): readonly [operation: string, place: string] {
  const at = key.indexOf(separator, key.indexOf(separator) + 1)
  return [key.slice(0, at), key.slice(at + 1)]
}

export function edgeKey(source: string, service: string): string {
  return source + separator + service
}
