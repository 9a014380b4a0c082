import type { Exchange, Payload } from '@weir/schema'
import type { BodyFormat } from '../decode/index.ts'
import type { Inspection } from '../inspect/index.ts'
import { type BottomK, touch } from '../lib/bottom-k.ts'
import type { RankOf } from './lessons.ts'

/** `type/subtype` of RFC 9110 §8.3.1, within reason. */
const wellFormed = /^[a-z\d][\w!#$&^.+-]{0,60}\/[a-z\d*][\w!#$&^.+-]{0,80}$/

/** What a body is where nobody says so. */
const byFormat: Readonly<Record<BodyFormat, string | null>> = {
  empty: null,
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
  xml: 'application/xml',
  csv: 'text/csv',
  text: 'text/plain',
  binary: 'application/octet-stream',
  encoded: 'application/octet-stream',
}

/** Media type of a body without its parameters; null where there is no body. */
export function mediaTypeOf(payload: Payload, format: BodyFormat): string | null {
  if (payload.body.length === 0 && payload.bodySize === 0) return null
  const [declared = ''] = (payload.headers.get('content-type')?.[0] ?? '').split(';', 1)
  const type = declared.trim().toLowerCase()
  return wellFormed.test(type) ? type : byFormat[format]
}

/** Media types of one operation, under `request` or the status they came with: `200 application/json`. */
export type MediaTypes = BottomK<null>

export function learnRequestType(
  media: MediaTypes,
  { request }: Exchange,
  inspection: Inspection,
  rankOf: RankOf,
): void {
  const type = request === null ? null : mediaTypeOf(request, inspection.request.format)
  if (type !== null) touch(media, `request ${type}`, rankOf, () => null)
}

/** Refusals count, too: whoever is refused does not choose what the service answers. */
export function learnResponseType(
  media: MediaTypes,
  { request, response }: Exchange,
  inspection: Inspection,
  rankOf: RankOf,
): void {
  if (response === null || request?.method === 'HEAD') return
  const type = mediaTypeOf(response, inspection.response.format)
  if (type !== null) touch(media, `${response.status} ${type}`, rankOf, () => null)
}
