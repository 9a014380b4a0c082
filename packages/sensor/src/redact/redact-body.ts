import type { ExchangeLine } from '@weir/schema'
import { type BodyRules, redactJson } from './json-scanner.ts'
import { redactForm } from './redact-form.ts'

export type Message = NonNullable<ExchangeLine['req']> | NonNullable<ExchangeLine['res']>
type Headers = NonNullable<Message['headers']>

export type BodyKind = 'json' | 'form' | 'other'

/** What a body is by its content type. */
export function bodyKind(contentType: string | undefined): BodyKind {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json' || type.endsWith('+json')) return 'json'
  return type === 'application/x-www-form-urlencoded' ? 'form' : 'other'
}

/**
 * The body as it may leave the process: as it is where its content type is none that can be read, redacted, or left out
 * where it cannot be read (`spec/redaction.md`, "Bodies that cannot be read").
 */
export function redactBody<One extends Message>(message: One, rules: BodyRules): One {
  const { body, headers } = message
  if (body === undefined || body === null) return message
  const kind = bodyKind(headerOf(headers, 'content-type'))
  if (kind === 'other') return message
  const coding = headerOf(headers, 'content-encoding') ?? 'identity'
  if (typeof body !== 'string' || !/^\s*(?:identity)?\s*$/i.test(coding)) return withheld(message)
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

function headerOf(headers: Headers | null | undefined, name: string): string | undefined {
  for (const [known, value] of Object.entries(headers ?? {})) {
    if (known.length !== name.length || known.toLowerCase() !== name) continue
    return typeof value === 'string' ? value : value.join(',')
  }
  return undefined
}
