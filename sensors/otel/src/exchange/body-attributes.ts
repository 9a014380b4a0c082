import { type BodyPart, bodyPart, noBody } from '@weir/sensor'
import type { Attributes } from '../telemetry/attributes.ts'

type Side = 'request' | 'response'

/** The conventions have no attribute for a body; these are what instrumentations that record it write. */
const suffixes = ['body.content', 'body.text', 'body', 'body.original']

/** What was recorded of a body, and how long it was. */
export function bodyOf(attributes: Attributes, side: Side, limit: number): BodyPart {
  const names = suffixes.map((suffix) => `http.${side}.${suffix}`)
  const coded = attributes.text(`http.${side}.body.base64`)
  const bytes = coded === undefined ? attributes.octets(...names) : Buffer.from(coded, 'base64')
  const size = attributes.count(
    `http.${side}.body.size`,
    `http.${side}.body.bytes`,
    `http.${side}_content_length`,
    `http.${side}.header.content-length`,
    `http.${side}.header.content_length`,
  )
  if (bytes === undefined && (size ?? 0) === 0) return noBody
  const kept = bytes ?? Buffer.alloc(0)
  const whole = bytes !== undefined && !attributes.isTrue(`http.${side}.body.truncated`)
  return bodyPart({ bytes: kept, whole, size: size ?? 0 }, limit)
}
