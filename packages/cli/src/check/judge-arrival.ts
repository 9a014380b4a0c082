import { createHash } from 'node:crypto'
import type { SensorCheck } from '@weir/schema/api'
import { grouped, plural } from '../output/text.ts'
import type { CallThrough } from './call-through.ts'
import type { Step } from './steps.ts'

type Arrived = NonNullable<SensorCheck['arrived']>

/** Holds what the sensor showed against what really went over the wire. */
export function judgeArrival(
  { arrived, others }: SensorCheck & { readonly arrived: Arrived },
  call: CallThrough,
): readonly Step[] {
  return [headersStep(arrived), bodyStep(arrived, call), placeStep(arrived, others)]
}

function headersStep({ request, response, status }: Arrived): Step {
  const name = 'headers'
  if (request.headers === 0) return { name, level: 'bad', text: 'none of the request were shown' }
  if (response === null || status === null) {
    const text = `${plural(request.headers, 'field')} of the request, but no response: are its hooks configured?`
    return { name, level: 'bad', text }
  }
  const text = `${plural(request.headers, 'field')} of the request, ${grouped(response.headers)} of the response, status ${status}`
  return response.headers === 0
    ? { name, level: 'note', text: `${text}; access logs show no more` }
    : { name, level: 'ok', text }
}

function bodyStep({ response }: Arrived, { body }: CallThrough): Step {
  const name = 'body'
  if (response === null) return { name, level: 'skipped', text: 'no response was shown' }
  const { captured, size, truncated, sha256 } = response
  const octets = `${grouped(captured)} of ${grouped(body.length)} octets`
  if (body.length === 0) return { name, level: 'skipped', text: 'the response has none' }
  if (captured === 0) {
    const why = truncated ? 'they are not captured' : 'response bodies are not configured'
    return { name, level: 'note', text: `${octets}: ${why}, so fields of responses stay unknown` }
  }
  const isEqual = createHash('sha256').update(body.subarray(0, captured)).digest('hex') === sha256
  if (!isEqual) {
    const text = `${octets}, but they differ: a host that compresses, or redacts, or a page that changes with each call`
    return { name, level: 'note', text }
  }
  if (captured < body.length) {
    const text = `${octets} are equal; the rest is cut off (WEIR_SENSOR_BODY_BYTES)`
    return { name, level: 'note', text: truncated ? text : `${text}, and not marked (${size})` }
  }
  return { name, level: 'ok', text: `${octets} are equal` }
}

function placeStep(
  { vantage, client, via, host, service }: Arrived,
  others: readonly string[],
): Step {
  const stands = `${vantage ?? 'unknown'} vantage`
  const behind = service === null ? host : `${service} (${host})`
  const through = via.length === 0 ? '' : ` through ${via.join(', ')}`
  const seen = others.length === 0 ? '' : `; ${others.join(', ')} showed it as well`
  const text = `${stands}, client ${client || 'unknown'}${through}, to ${behind}${seen}`
  return { name: 'place', level: client === '' ? 'note' : 'ok', text }
}
