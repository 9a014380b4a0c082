import { gzipSync } from 'node:zlib'

/** A body with the header fields that describe it, as an exchange line carries both. */
export interface Content {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | { readonly b64: string }
  readonly size: number
}

export const noContent: Content = { headers: {}, body: '', size: 0 }

export function jsonContent(value: unknown): Content {
  return textContent('application/json', JSON.stringify(value))
}

export function ndjsonContent(values: readonly unknown[]): Content {
  return textContent(
    'application/x-ndjson',
    values.map((value) => `${JSON.stringify(value)}\n`).join(''),
  )
}

export function formContent(fields: Readonly<Record<string, string>>): Content {
  return textContent('application/x-www-form-urlencoded', new URLSearchParams(fields).toString())
}

export function csvContent(rows: readonly (readonly string[])[]): Content {
  return textContent(
    'text/csv; charset=utf-8',
    rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''),
  )
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function textContent(type: string, body: string): Content {
  const size = Buffer.byteLength(body)
  return { headers: { 'content-type': type, 'content-length': String(size) }, body, size }
}

export function binaryContent(type: string, bytes: Uint8Array): Content {
  return {
    headers: { 'content-type': type, 'content-length': String(bytes.length) },
    body: { b64: Buffer.from(bytes).toString('base64') },
    size: bytes.length,
  }
}

/** The same content as a server with compression sends it. */
export function gzipped(content: Content): Content {
  const plain =
    typeof content.body === 'string' ? content.body : Buffer.from(content.body.b64, 'base64')
  const packed = binaryContent(content.headers['content-type'] ?? '', gzipSync(plain))
  return {
    ...packed,
    headers: { ...content.headers, ...packed.headers, 'content-encoding': 'gzip' },
  }
}
