import type { ExchangeLine } from '@weir/schema'
import { fieldOf } from '../header-fields.ts'
import { type BodyRules, redactJson } from './json-scanner.ts'
import { redactForm } from './redact-form.ts'

export type Message = NonNullable<ExchangeLine['req']> | NonNullable<ExchangeLine['res']>

export type BodyKind = 'json' | 'form' | 'other'

/** What a body is by its content type. */
export function bodyKind(contentType: string | undefined): BodyKind {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json' || type.endsWith('+json')) return 'json'
  return type === 'application/x-www-form-urlencoded' ? 'form' : 'other'
}

/** Whether a content coding leaves the body as it is. */
export function isPlain(coding: string | undefined): boolean {
  return /^\s*(?:identity)?\s*$/i.test(coding ?? '')
}

/**
 * The body as it may leave the process: as it is where its content type is none that can be read, redacted, or left out
 * where it cannot be read (`spec/redaction.md`, "Bodies that cannot be read").
 */
export function redactBody<One extends Message>(message: One, rules: BodyRules): One {
  const { body, headers } = message
  if (body === undefined || body === null) return message
  const kind = bodyKind(fieldOf(headers ?? {}, 'content-type'))
  if (kind === 'other') return message
  const coding = fieldOf(headers ?? {}, 'content-encoding')
  if (typeof body !== 'string' || !isPlain(coding)) return withheld(message)
  const isCut = message.truncated === true
  const text = kind === 'json' ? redactJson(body, rules, isCut) : redactForm(body, rules)
  if (text === null) return withheld(message)
  return text === body ? message : { ...message, body: text }
}

/** Its size alone. */
export function withheld<One extends Message>(message: One): One {
  return {
    ...message,
    body: undefined,
    body_size: message.body_size ?? sizeOf(message.body),
    truncated: true,
  }
}

function sizeOf(body: Message['body']): number {
  if (body === undefined || body === null) return 0
  return typeof body === 'string' ? Buffer.byteLength(body) : Buffer.byteLength(body.b64, 'base64')
}
