import type { Exchange, ExchangeLine, Result } from '@weir/schema'
import { decodeExchange, failure } from '@weir/schema'

/** Turns an entry of a HAR 1.2 archive into an exchange. */
export function harEntry(entry: unknown): Result<Exchange> {
  const record = membersOf(entry)
  const request = membersOf(record.get('request'))
  const response = membersOf(record.get('response'))
  const target = targetOf(textOf(request.get('url')) ?? '')
  if (target === null) return failure('request.url: expected an absolute URL')
  const time = numberOf(record.get('time'))
  const line: ExchangeLine = {
    ts: startOf(record.get('startedDateTime')),
    ...(time === null ? {} : { duration_ms: Math.max(0, time) }),
    vantage: 'client',
    dst: {
      host: target.host,
      port: target.port,
      ip: textOf(record.get('serverIPAddress'))?.replace(/^\[|\]$/g, '') || null,
    },
    req: {
      method: textOf(request.get('method')) ?? 'GET',
      url: target.path,
      version: textOf(request.get('httpVersion')) ?? '',
      headers: headersOf(request.get('headers')),
      body: requestBody(membersOf(request.get('postData'))),
    },
    res: responseOf(response),
  }
  return decodeExchange(line)
}

type Members = ReadonlyMap<string, unknown>

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : new Map()
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function startOf(value: unknown): number {
  const parsed = Date.parse(textOf(value) ?? '')
  return Number.isFinite(parsed) ? Math.max(0, parsed) : 0
}

interface Target {
  readonly host: string
  readonly port: number
  readonly path: string
}

function targetOf(url: string): Target | null {
  const match =
    /^(https?|wss?):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d{1,5}))?([^#]*)/i.exec(url)
  if (match === null) return null
  const [, scheme = '', host = '', port, path = ''] = match
  const standard = /s$/i.test(scheme) ? 443 : 80
  return {
    host,
    port: port === undefined ? standard : Math.min(65_535, Number(port)),
    path: path.startsWith('/') ? path : `/${path}`,
  }
}

function headersOf(value: unknown): Record<string, string[]> {
  const headers = new Map<string, string[]>()
  for (const item of listOf(value)) {
    const header = membersOf(item)
    const name = textOf(header.get('name'))?.toLowerCase()
    // HTTP/2 pseudo-headers repeat what method and URL already say.
    if (name === undefined || name.startsWith(':')) continue
    headers.set(name, [...(headers.get(name) ?? []), textOf(header.get('value')) ?? ''])
  }
  return Object.fromEntries(headers)
}

function requestBody(postData: Members): string | null {
  const text = textOf(postData.get('text'))
  if (text !== null && text !== '') return text
  const pairs = listOf(postData.get('params')).map((item) => {
    const parameter = membersOf(item)
    const name = encodeURIComponent(textOf(parameter.get('name')) ?? '')
    return `${name}=${encodeURIComponent(textOf(parameter.get('value')) ?? '')}`
  })
  return pairs.length === 0 ? null : pairs.join('&')
}

function responseOf(response: Members): NonNullable<ExchangeLine['res']> | null {
  const status = numberOf(response.get('status'))
  // Browsers write 0 for a request that was blocked or never answered.
  if (status === null || status === 0) return null
  const content = membersOf(response.get('content'))
  const text = textOf(content.get('text')) ?? ''
  const base64 = textOf(content.get('encoding')) === 'base64'
  const size = numberOf(content.get('size'))
  return {
    status,
    headers: withType(headersOf(response.get('headers')), textOf(content.get('mimeType'))),
    body: base64 ? { b64: text.replace(/\s+/g, '') } : text,
    ...(size === null || size < 0 ? {} : { body_size: Math.round(size) }),
  }
}

function withType(
  headers: Record<string, string[]>,
  type: string | null,
): Record<string, string[]> {
  const known = headers['content-type'] !== undefined
  return known || type === null || type === '' ? headers : { ...headers, 'content-type': [type] }
}
