import { basename } from 'node:path'
import type { Exchange, ExchangeLine, Result } from '@weir/schema'
import { decodeExchange, failure } from '@weir/schema'

/**
 * A line of the common or combined log format (Apache HTTP Server 2.4, "Log Files"; nginx's `combined`),
 * also with the virtual host and port before it (`vhost_combined`).
 */
const pattern =
  /^(?:(?<host>[A-Za-z0-9.-]{1,253})(?::(?<port>\d{1,5}))? )?(?<address>[0-9A-Fa-f.:]{2,45}|-) \S{1,256} (?<user>.{1,256}?) \[(?<time>[^\]]{10,40})\] "(?<request>(?:[^"\\]|\\.){0,65536})" (?<status>\d{3}|-) (?<bytes>\d{1,15}|-)(?: "(?<referer>(?:[^"\\]|\\.){0,8192})" "(?<agent>(?:[^"\\]|\\.){0,8192})")?/

/** Whether a text begins like an access log. */
export function looksLikeAccessLog(start: string): boolean {
  return pattern.test(start.split('\n', 1)[0] ?? '')
}

/** What an access log does not say, for whoever reads the report. */
export const accessLogLacks =
  'an access log has no bodies and no headers but two: no fields, no data types, no credentials'

type Parts = Readonly<Record<string, string | undefined>>

/** Turns a line into an exchange; the server goes by its virtual host, else by the name of the file. */
export function accessLogLine(text: string, file: string): Result<Exchange> {
  const parts: Parts | undefined = pattern.exec(text)?.groups
  if (parts === undefined) return failure('not a line of the combined log format')
  const ts = timeOf(parts['time'] ?? '')
  if (ts === null) return failure('[time]: expected 10/Oct/2026:13:55:36 +0200')
  const req = requestOf(parts)
  if (req === null) return failure('"request": expected a method and a target')
  const { host, port, address = '-' } = parts
  return decodeExchange({
    ts,
    vantage: 'server',
    src: address === '-' ? {} : { ip: address },
    dst: { host: host ?? serverName(file), ...(port === undefined ? {} : { port: Number(port) }) },
    req,
    res: responseOf(parts),
  } satisfies ExchangeLine)
}

function requestOf(parts: Parts): ExchangeLine['req'] | null {
  const words = unescaped(parts['request'] ?? '')
  const match = /^([A-Z]{1,32}) (\S{1,65536})(?: (HTTP\/[\d.]{1,8}))?$/.exec(words)
  if (match === null) return null
  const [, method = '', url = '', version] = match
  const headers = headersOf(parts['agent'], parts['referer'], parts['user'] ?? '-')
  return { method, url, ...(version === undefined ? {} : { version }), headers }
}

function responseOf({ status = '-', bytes = '-' }: Parts): ExchangeLine['res'] {
  if (status === '-') return null
  return { status: Number(status), body_size: bytes === '-' ? 0 : Number(bytes) }
}

/** `shop.example-access.log.1.gz` is of `shop.example-access`. */
function serverName(file: string): string {
  const name = basename(file).replace(/(?:\.(?:log|txt|gz|\d{1,8}))+$/, '')
  return name.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, 100) || 'access-log'
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const timePattern =
  /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})? ([+-])(\d{2})(\d{2})$/

function timeOf(text: string): number | null {
  const match = timePattern.exec(text)
  if (match === null) return null
  const [, day, month = '', year, hour, minute, second, sign, east, eastMinutes] = match
  const at = months.indexOf(month)
  if (at % 3 !== 0) return null
  const offset = (sign === '-' ? -1 : 1) * (Number(east) * 60 + Number(eastMinutes)) * 60_000
  const utc = Date.UTC(
    Number(year),
    at / 3,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return Math.max(0, utc - offset)
}

/** The user a server signed in goes as basic authentication does: under a name and without a secret. */
function headersOf(
  agent: string | undefined,
  referer: string | undefined,
  user: string,
): Record<string, string> {
  const headers: Record<string, string> = {}
  if (agent !== undefined && agent !== '-') headers['user-agent'] = unescaped(agent)
  if (referer !== undefined && referer !== '-') headers['referer'] = unescaped(referer)
  if (user !== '-') headers['authorization'] = `Basic ${Buffer.from(`${user}:`).toString('base64')}`
  return headers
}

/** `\"`, `\\` and `\xhh`, as both servers write what could break a line. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(?:x([0-9A-Fa-f]{2})|(.))/g, (_, hex?: string, plain?: string) =>
    hex === undefined ? (plain ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
