/** Formats of texts, by their names in JSON Schema 2020-12 §7.3. */
export const textFormats = [
  'date',
  'date-time',
  'time',
  'uuid',
  'uri',
  'email',
  'ipv4',
  'ipv6',
] as const

export type TextFormat = (typeof textFormats)[number]

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
const day = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])'
const hour =
  '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,9})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)'
const date = new RegExp(`^${day}$`)
const time = new RegExp(`^${hour}$`, 'i')
const dateTime = new RegExp(`^${day}T${hour}$`, 'i')
const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const ipv4 = new RegExp(`^(?:${octet}\\.){3}${octet}$`)
const ipv6 = /^(?=.{2,45}$)(?=(?:[^:]{0,45}:){2})[\da-f:]{0,45}(?:\d{1,3}(?:\.\d{1,3}){3})?$/i
const uri = /^https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]{1,2000}$/i
const email = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d](?:[a-z\d-]{0,62}\.){1,8}[a-z]{2,63}$/i

const shortest = 2
const longest = 2_048

/**
 * The format a text is in, as the RFCs behind JSON Schema have it (RFC 3339 dates and times): who reads
 * the schema may check by it. Null for a text in none.
 */
export function textFormat(text: string): TextFormat | null {
  if (text.length < shortest || text.length > longest) return null
  const first = text.charCodeAt(0)
  const digit = first >= 0x30 && first <= 0x39
  if (uuid.test(text)) return 'uuid'
  if (digit) return dated(text) ?? (ipv4.test(text) ? 'ipv4' : named(text))
  return named(text)
}

function dated(text: string): TextFormat | null {
  if (text[4] === '-') return date.test(text) ? 'date' : dateTime.test(text) ? 'date-time' : null
  return text[2] === ':' && time.test(text) ? 'time' : null
}

function named(text: string): TextFormat | null {
  if (text.startsWith('http')) return uri.test(text) ? 'uri' : null
  if (text.includes('@')) return email.test(text) ? 'email' : null
  return text.includes(':') && isIpv6(text) ? 'ipv6' : null
}

/** RFC 4291 §2.2: eight groups, or fewer with one `::`; the last two may be an IPv4 address. */
function isIpv6(text: string): boolean {
  if (!ipv6.test(text)) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const wellFormed = groups.every(
    (group, index) =>
      /^[\da-f]{1,4}$/i.test(group) || (index === groups.length - 1 && ipv4.test(group)),
  )
  const size = groups.reduce((sum, group) => sum + (group.includes('.') ? 2 : 1), 0)
  return wellFormed && (halves.length === 2 ? size < 8 : size === 8)
}
