import { firstOf, isRedactable, type Redactable, redactResponse, withoutStale } from '@weir/sensor'
import type { RequestFacts, ResponseFacts } from './message-facts.ts'
import { type Action, transactionVariable } from './spop/ack.ts'
import { argOf, type Message } from './spop/notify.ts'
import { truthOf, textOf } from './spop/typed-data.ts'

/** A response as its client is to get it, and what HAProxy has to be told for that. */
export interface Redaction {
  readonly response: ResponseFacts
  readonly actions: readonly Action[]
}

/** Kept free of a frame for what stands around a body, and of HAProxy's buffer for what it adds to a response. */
const reservedBytes = 2_048

/**
 * Redacts responses for HAProxy to put in place. What is to be redacted is known with the request: it is a note to ourselves
 * (`txn.weir.redact`) that HAProxy keeps and shows with the response, where it holds that for us. The answer is the body its
 * client gets (`txn.weir.body`). `frameBytes` is the longest frame HAProxy takes.
 */
export class ResponseRedactor {
  readonly #passedOver: () => void

  /** `passedOver` hears of each response that passes though there may be something to redact in it. */
  constructor(passedOver: () => void) {
    this.#passedOver = passedOver
  }

  /** The note with the request; null where there is none to write. */
  order(fields: readonly string[], request: RequestFacts, frameBytes: number): Action | null {
    if (fields.length === 0 || request.method === 'HEAD') return null
    const value = Buffer.from(JSON.stringify(fields))
    // HAProxy sends a body whose length has changed in chunks, which HTTP/1.0 has not.
    if (request.version === '1.0' || value.length > frameBytes - reservedBytes) {
      this.#passedOver()
      return null
    }
    return transactionVariable('redact', { type: 'binary', value })
  }

  /** Never throws. */
  redact(message: Message, response: ResponseFacts, frameBytes: number): Redaction {
    const body = attempt(() => redactedBody(message, response, frameBytes))
    if (body === 'passed over') this.#passedOver()
    if (body === null || body === 'passed over') return { response, actions: [] }
    const headers = withoutStale(response.headers)
    const sight = { bytes: body, whole: true, size: body.length }
    const action = transactionVariable('body', { type: 'binary', value: body })
    return { response: { ...response, headers, sight }, actions: [action] }
  }
}

/** Null where nothing changes. */
type RedactedBody = Buffer | 'passed over' | null

function attempt(redact: () => RedactedBody): RedactedBody {
  try {
    return redact()
  } catch {
    return 'passed over'
  }
}

function redactedBody(message: Message, response: ResponseFacts, frameBytes: number): RedactedBody {
  const { bytes, whole, size } = response.sight
  const found = redactability(response)
  if (found === 'no' || (whole && size === 0)) return null
  const fields = found === 'yes' && truthOf(argOf(message, 'held')) ? orderOf(message) : null
  if (fields === null || !whole || size !== bytes.length) return 'passed over'
  const body = redactResponse(bytes, fields)
  if (body === null || body.length > roomFor(message, frameBytes)) return 'passed over'
  return body.equals(bytes) ? null : body
}

/** The head stands in HAProxy's buffer, too, and takes less than twice its length there. */
function roomFor(message: Message, frameBytes: number): number {
  const headBytes = textOf(argOf(message, 'headers'))?.length ?? 0
  return frameBytes - reservedBytes - 2 * headBytes
}

function redactability({ status, headers, sight }: ResponseFacts): Redactable {
  return isRedactable({
    // For what answers a HEAD there is no order.
    method: 'GET',
    status,
    contentType: firstOf(headers, 'content-type'),
    contentEncoding: firstOf(headers, 'content-encoding'),
    contentLength: sight.size,
  })
}

/** Null for a note that is none of ours. */
function orderOf(message: Message): readonly string[] | null {
  const data = argOf(message, 'redact')
  if (data?.type !== 'binary') return null
  const fields: unknown = JSON.parse(data.value.toString())
  return Array.isArray(fields) && fields.every((field) => typeof field === 'string') ? fields : null
}
