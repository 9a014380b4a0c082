import { isSeenApiKey } from '@weir/schema/caller'
import { isObject, type Json, listOf, objectOf, textOf } from './plain-json.ts'
import { resolved } from './references.ts'

/**
 * Whether a call needs a credential that can be seen in it (OpenAPI 3.1, "Security Requirement Object"). One
 * that no sensor recognises, such as a key in a header of its own or a client certificate, is not asked for.
 */
export function needsCredential(document: Json, operation: Json): boolean {
  const alternatives = listOf(operation['security'] ?? document['security'])
  return (
    alternatives.length > 0 &&
    alternatives.every((one) =>
      Object.keys(objectOf(one)).some((name) => isSeen(schemeNamed(document, name))),
    )
  )
}

function schemeNamed(document: Json, name: string): Json {
  const schemes = objectOf(objectOf(document['components'])['securitySchemes'])
  const scheme = resolved(document, Object.hasOwn(schemes, name) ? schemes[name] : undefined)
  return scheme.ok && isObject(scheme.value) ? scheme.value : {}
}

function isSeen({ type, scheme, in: place, name }: Json): boolean {
  switch (type) {
    case 'http':
      return ['basic', 'bearer'].includes(textOf(scheme).toLowerCase())
    case 'oauth2':
    case 'openIdConnect':
      return true
    case 'apiKey':
      return place === 'header' && isSeenApiKey(textOf(name))
    default:
      return false
  }
}
