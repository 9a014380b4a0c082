/** How a body is read. `encoded` is one whose content coding nobody removed. */
export type BodyFormat =
  | 'empty'
  | 'json'
  | 'ndjson'
  | 'form'
  | 'multipart'
  | 'xml'
  | 'csv'
  | 'text'
  | 'binary'
  | 'encoded'

const ndjsonTypes = /(?:ndjson|jsonl|json-lines|json-seq|x-json-stream)/
const jsonTypes = /[/+]json\b/
const csvTypes = /\/(?:csv|tab-separated-values|tsv)\b/
const textTypes = /^text\/|[/+](?:xml|csv|yaml|javascript|graphql|html)\b/
const opaqueTypes =
  /^(?:image|audio|video|font)\/|\/(?:pdf|zip|gzip|x-tar|wasm|grpc|protobuf|x-protobuf)/
const sniffedBytes = 512

/**
 * Decides how to read a body from its declared type and, because declarations are often wrong or
 * missing, from its first bytes.
 */
export function bodyFormat(
  contentType: string,
  contentCoding: string,
  body: Uint8Array,
): BodyFormat {
  if (body.length === 0) return 'empty'
  if (isCoded(contentCoding)) return 'encoded'
  const type = contentType.toLowerCase()
  return declared(type) ?? (startsDocument(body) ? 'json' : lessTold(type, body))
}

/** Types whose word is taken. */
function declared(type: string): BodyFormat | null {
  if (ndjsonTypes.test(type)) return 'ndjson'
  return jsonTypes.test(type) ? 'json' : null
}

function startsDocument(body: Uint8Array): boolean {
  const opening = firstVisible(body)
  return opening === '{' || opening === '['
}

/** Everything that does not begin like JSON. */
function lessTold(type: string, body: Uint8Array): BodyFormat {
  if (type.includes('x-www-form-urlencoded')) return 'form'
  if (type.startsWith('multipart/')) return 'multipart'
  if (csvTypes.test(type)) return 'csv'
  if (isXml(type, body)) return 'xml'
  if (textTypes.test(type)) return 'text'
  return opaqueTypes.test(type) || looksBinary(body) ? 'binary' : 'text'
}

/** Pages and pictures are XML, too, and hold no records. */
function isXml(type: string, body: Uint8Array): boolean {
  if (/html|svg/.test(type)) return false
  return /[/+]xml\b/.test(type) || startsWith(body, '<?xml')
}

function startsWith(body: Uint8Array, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (body[at] !== text.charCodeAt(at)) return false
  return true
}

function isCoded(contentCoding: string): boolean {
  const coding = contentCoding.trim().toLowerCase()
  return coding !== '' && coding !== 'identity'
}

function firstVisible(body: Uint8Array): string {
  let at = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0
  while (at < sniffedBytes && (body[at] ?? 0x21) <= 0x20) at += 1
  return String.fromCharCode(body[at] ?? 0)
}

/** A NUL, or more than a tenth of control bytes among the first, is no text. */
function looksBinary(body: Uint8Array): boolean {
  const end = Math.min(body.length, sniffedBytes)
  let control = 0
  for (let at = 0; at < end; at += 1) {
    const byte = body[at] ?? 0
    if (byte === 0) return true
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) control += 1
  }
  return control * 10 > end
}
