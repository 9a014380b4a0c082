import { decodePercent } from '@weir/schema/caller'
import { type Networks, parseAddress } from '@weir/schema/caller'

/** What a URL in a request would make a server reach. */
export interface InternalTarget {
  readonly kind: 'metadata' | 'loopback' | 'link-local' | 'private' | 'local-file' | 'rebinding'
  /** Host as written, cut short: an address of ours is no secret, a path may be. */
  readonly host: string
}

const schemes = /(?:^|[\s"'=,;([{])([a-z][a-z0-9+.-]{1,15}):\/{1,3}([^\s"'<>/?#\\]{0,255})/gi
const schemeless = /^\/{2}([^\s"'<>/?#\\]{1,255})/
const bareHost =
  /^((?:\d{1,3}\.){3}\d{1,3}|\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,64}\.internal|localhost)(?::\d{1,5})?(?:\/|$)/i

/** Names cloud providers give their metadata services. */
const metadataNames = new Set([
  'metadata.google.internal',
  'metadata.goog',
  'metadata',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.azure.internal',
  'metadata.platformequinix.com',
  'rancher-metadata',
])

/** 169.254.169.254 (AWS, Azure, Google, DigitalOcean), its IPv6 form, ECS tasks, Alibaba, Oracle. */
const metadataAddresses = [
  '169.254.169.254',
  'fd00:ec2::254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '192.0.0.192',
].map((ip) => String(parseAddress(ip)))

/** Public zones whose names resolve to any address written into them. */
const rebinding =
  /(?:^|\.)(?:nip\.io|xip\.io|sslip\.io|localtest\.me|lvh\.me|lacolhost\.com|vcap\.me|1u\.ms|rbndr\.us)$/

const fileSchemes = new Set(['file', 'gopher', 'dict', 'netdoc', 'jar', 'phar', 'tftp', 'ldap'])
const maxChars = 2_048

/** The most telling internal target a value names, as sent and after one and two decodings. */
export function internalTarget(text: string, networks: Networks): InternalTarget | null {
  if (text.length < 3) return null
  const cut = text.slice(0, maxChars)
  const once = cut.includes('%') ? decodePercent(cut) : cut
  const twice = once.includes('%') ? decodePercent(once) : once
  for (const form of new Set([cut, once, twice])) {
    const target = targetIn(form, networks)
    if (target !== null) return target
  }
  return null
}

function targetIn(text: string, networks: Networks): InternalTarget | null {
  for (const [, scheme = '', authority = ''] of text.matchAll(schemes)) {
    if (fileSchemes.has(scheme.toLowerCase())) return { kind: 'local-file', host: `${scheme}:` }
    const target = classify(authority, networks)
    if (target !== null) return target
  }
  const rest = schemeless.exec(text)?.[1] ?? bareHost.exec(text)?.[1]
  return rest === undefined ? null : classify(rest, networks)
}

/** Judges the host of an authority the way a lenient client resolves it. */
function classify(authority: string, networks: Networks): InternalTarget | null {
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const name = host
    .replace(/:\d{0,5}$/, '')
    .replace(/\.$/, '')
    .toLowerCase()
  const shown = name.slice(0, 64)
  if (metadataNames.has(name)) return { kind: 'metadata', host: shown }
  if (name === 'localhost' || name.endsWith('.localhost')) return { kind: 'loopback', host: shown }
  if (rebinding.test(name)) return { kind: 'rebinding', host: shown }
  const ip = parseAddress(name) === null ? lenientIpv4(name) : name
  return ip === null ? null : addressTarget(ip, shown, networks)
}

function addressTarget(ip: string, host: string, networks: Networks): InternalTarget | null {
  const bytes = parseAddress(ip)
  if (bytes === null) return null
  if (metadataAddresses.includes(String(bytes))) return { kind: 'metadata', host }
  if (isLinkLocal(bytes)) return { kind: 'link-local', host }
  if (isLoopback(bytes)) return { kind: 'loopback', host }
  return networks.isInternal(ip) ? { kind: 'private', host } : null
}

function isLinkLocal(bytes: Uint8Array): boolean {
  return isIpv4(bytes) && bytes[12] === 169 && bytes[13] === 254
}

/** 127.0.0.0/8 and 0.0.0.0/8, which a client connects to itself; `::1` and `::`. */
function isLoopback(bytes: Uint8Array): boolean {
  if (isIpv4(bytes)) return bytes[12] === 127 || bytes[12] === 0
  return bytes.subarray(0, 15).every((byte) => byte === 0)
}

function isIpv4(bytes: Uint8Array): boolean {
  return bytes[10] === 0xff && bytes.subarray(0, 10).every((byte) => byte === 0)
}

const part = /^(?:0x[0-9a-f]{1,8}|0[0-7]{0,11}|[1-9]\d{0,9})$/

/**
 * IPv4 as `inet_aton` reads it: one to four parts, each decimal, octal or hexadecimal, the last one
 * filling what remains. `2852039166`, `0xa9.0xfe.0xa9fe` and `0251.0376.0251.0376` are one address.
 */
function lenientIpv4(name: string): string | null {
  const parts = name.split('.')
  if (parts.length > 4 || !parts.every((one) => part.test(one))) return null
  const numbers = parts.map((one) =>
    Number.parseInt(one, one.startsWith('0x') ? 16 : one.startsWith('0') ? 8 : 10),
  )
  const last = numbers.pop() ?? 0
  if (numbers.some((one) => one > 255) || last >= 256 ** (4 - numbers.length)) return null
  const head = numbers.reduce((sum, one, index) => sum + one * 256 ** (3 - index), 0)
  const value = head + last
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
}
