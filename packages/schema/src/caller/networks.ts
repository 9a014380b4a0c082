/** Address ranges and what they mean; see `parseNetworks`. */
export interface Network {
  readonly zone: string
  readonly internal: boolean
  readonly prefix: Uint8Array
  readonly bits: number
}

export interface Networks {
  /** The most specific network that holds the address. */
  find(ip: string): Network | null
  isInternal(ip: string): boolean
  /** Name of the zone, else `internal` or `internet`; `unknown` for what is no address. */
  zoneOf(ip: string): string
}

/** A network as the configuration writes it: `{ cidr: '10.20.0.0/16', zone: 'dmz' }`. */
export interface NetworkRule {
  readonly cidr: string
  readonly zone: string
  /** Defaults to true: a network somebody names is usually their own. */
  readonly internal?: boolean
}

/** RFC 1918, RFC 4193, loopback, link-local and carrier-grade NAT are ours unless told otherwise. */
const privateRanges: readonly NetworkRule[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
].map((cidr) => ({ cidr, zone: 'internal', internal: true }))

/** Builds the table of networks; throws a `TypeError` that names a rule that is no CIDR. */
export function parseNetworks(rules: readonly NetworkRule[]): Networks {
  const table = [...rules, ...privateRanges]
    .map(parseRule)
    .sort((left, right) => right.bits - left.bits)
  const find = (ip: string): Network | null => {
    const address = parseAddress(ip)
    if (address === null) return null
    return table.find((network) => contains(network, address)) ?? null
  }
  return {
    find,
    isInternal: (ip) => find(ip)?.internal ?? false,
    zoneOf: (ip) => find(ip)?.zone ?? (parseAddress(ip) === null ? 'unknown' : 'internet'),
  }
}

function parseRule({ cidr, zone, internal = true }: NetworkRule): Network {
  const range = rangeOf(cidr)
  if (range === null) throw new TypeError(`networks: ${cidr} is not a CIDR such as 10.20.0.0/16`)
  return { zone, internal, ...range }
}

/** Whether a text is an address range, such as `10.20.0.0/16`; an address alone is one of its own. */
export function isCidr(text: string): boolean {
  return rangeOf(text) !== null
}

const lengthForm = /^\d{1,3}$/

function rangeOf(cidr: string): Pick<Network, 'prefix' | 'bits'> | null {
  const slash = cidr.indexOf('/')
  const text = slash < 0 ? cidr : cidr.slice(0, slash)
  const width = text.includes(':') ? 128 : 32
  const length = slash < 0 ? String(width) : cidr.slice(slash + 1)
  const prefix = parseAddress(text)
  if (prefix === null || !lengthForm.test(length) || Number(length) > width) return null
  return { prefix, bits: Number(length) + 128 - width }
}

function contains(network: Network, address: Uint8Array): boolean {
  const whole = network.bits >> 3
  for (let index = 0; index < whole; index += 1) {
    if (network.prefix[index] !== address[index]) return false
  }
  const rest = network.bits & 7
  if (rest === 0) return true
  const mask = (0xff00 >> rest) & 0xff
  return ((network.prefix[whole] ?? 0) & mask) === ((address[whole] ?? 0) & mask)
}

const ipv4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

/** An address as 16 octets, IPv4 mapped into IPv6 (RFC 4291 §2.5.5.2); null when it is none. */
export function parseAddress(text: string): Uint8Array | null {
  const bare = text.startsWith('[') ? text.slice(1, -1) : text
  if (bare.length > 45) return null
  return bare.includes(':') ? parseIpv6(bare) : parseIpv4(bare)
}

function parseIpv4(text: string): Uint8Array | null {
  const match = ipv4.exec(text)
  if (match === null) return null
  const octets = match.slice(1).map(Number)
  if (octets.some((octet) => octet > 255)) return null
  return Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...octets])
}

function parseIpv6(text: string): Uint8Array | null {
  const halves = halvesOf(withoutDots(text.split('%')[0] ?? ''))
  if (halves === null) return null
  const [left, right] = halves
  const gap = 16 - left.length - (right?.length ?? 0)
  if (right === null ? gap !== 0 : gap < 2) return null
  return Uint8Array.from([...left, ...Array.from({ length: gap }, () => 0), ...(right ?? [])])
}

/** The octets before and after `::`; nothing after where there is none. */
function halvesOf(text: string | null): [number[], number[] | null] | null {
  const halves = text?.split('::') ?? []
  const left = octetsOfGroups(halves[0] ?? '-')
  const right = halves.length === 2 ? octetsOfGroups(halves[1] ?? '-') : null
  if (left === null || halves.length > 2 || (halves.length === 2 && right === null)) return null
  return [left, right]
}

/** An IPv4 address at the end (RFC 4291 §2.2) written as two groups; null when it is none. */
function withoutDots(text: string): string | null {
  const at = text.lastIndexOf(':') + 1
  const tail = text.slice(at)
  if (!tail.includes('.')) return text
  const [a = 0, b = 0, c = 0, d = 0] = parseIpv4(tail)?.subarray(12) ?? [-1]
  if (a < 0) return null
  return `${text.slice(0, at)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
}

function octetsOfGroups(text: string): number[] | null {
  const octets: number[] = []
  for (const group of text === '' ? [] : text.split(':')) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return null
    octets.push(...octetsOf(Number.parseInt(group, 16)))
  }
  return octets
}

function octetsOf(group: number): number[] {
  return [group >> 8, group & 0xff]
}

/** The network an address is counted under where no better is known: a /24, or a /48. */
export function neighbourhood(ip: string): string {
  const address = parseAddress(ip)
  if (address === null) return 'unknown'
  const mapped = address[10] === 0xff && address[11] === 0xff && address[0] === 0
  if (mapped) return `${[...address.subarray(12, 15)].join('.')}.0/24`
  const groups = [0, 2, 4].map((at) =>
    ((address[at] ?? 0) * 256 + (address[at + 1] ?? 0)).toString(16),
  )
  return `${groups.join(':')}::/48`
}
