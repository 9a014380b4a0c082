import { addMatch, type Detector, type Scan } from '../detector.ts'

const dottedQuad = /(?<![\w.]|[A-Za-z]\/)(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2}(?!\d))?(?![\w]|\.\d)/g
const colonGroups =
  /(?<![\w:.])[0-9A-Fa-f:][0-9A-Fa-f:.]{1,48}(?:%[0-9A-Za-z]{1,15})?(?:\/\d{1,3}(?!\d))?(?![\w:])/g
const hardware = /(?<![\w:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])/g
const smallNumber = 40

function areOctets(address: string): boolean {
  const parts = address.split('.')
  return (
    parts.length === 4 &&
    parts.every((part) => Number(part) <= 255 && (part.length === 1 || part[0] !== '0'))
  )
}

/** Four small numbers, or zeros at the end, read as a version as well as an address. */
function looksLikeVersion(address: string): boolean {
  if (address.includes('/')) return false
  if (address.endsWith('.0.0') && address !== '0.0.0.0') return true
  return address.split('.', 3).every((part) => Number(part) <= smallNumber)
}

const versionCue = /(?:\bversions?|\brelease|\bbuild|\bv)\s{0,2}[:=]?\s{0,2}$/i

function addQuads(scan: Scan, found: Parameters<Detector>[1]): void {
  for (const match of scan.text.matchAll(dottedQuad)) {
    const [address = ''] = match[0].split('/')
    if (!areOctets(address)) continue
    const before = scan.text.slice(Math.max(0, match.index - 16), match.index)
    if (versionCue.test(before)) continue
    const alone = looksLikeVersion(match[0]) ? 0.4 : 0.8
    const credence = { type: 'IP_ADDRESS', alone, named: 0.95 } as const
    addMatch(scan, found, match.index, match.index + match[0].length, credence)
  }
}

/** RFC 4291 §2.2: eight groups of up to four hexadecimal digits, one `::` for a run of zeros. */
export function isIpv6(address: string): boolean {
  const halves = address.split('::')
  if (halves.length > 2) return false
  let groups = 0
  for (const half of halves) {
    if (half === '') continue
    const parts = half.split(':')
    for (const [index, part] of parts.entries()) {
      const isLast = half === halves[halves.length - 1] && index === parts.length - 1
      if (part.includes('.')) {
        if (!isLast || !areOctets(part)) return false
        groups += 2
      } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups += 1
      else return false
    }
  }
  return halves.length === 2 ? groups <= 7 : groups === 8
}

/** A full stop or colon of the sentence is not part of the address. */
function withoutStop(text: string): string {
  const trimmed = text.replace(/\.$/, '')
  return trimmed.endsWith('::') ? trimmed : trimmed.replace(/:$/, '')
}

/** `::`, `a::b`: as well code or a time as an address. */
function isShort(address: string): boolean {
  return address.length < 6
}

function addGroups(scan: Scan, found: Parameters<Detector>[1]): void {
  for (const match of scan.text.matchAll(colonGroups)) {
    const text = withoutStop(match[0])
    const address = text.replace(/[%/].*$/, '')
    if (!isIpv6(address)) continue
    const credence = {
      type: 'IP_ADDRESS',
      alone: isShort(address) ? 0.4 : 0.9,
      named: 0.97,
    } as const
    addMatch(scan, found, match.index, match.index + text.length, credence)
  }
}

export const detectNetworkAddresses: Detector = (scan, found) => {
  const { dots, colons, digits, dashes } = scan.features
  if (dots >= 3 && digits >= 4) addQuads(scan, found)
  if (colons >= 2) addGroups(scan, found)
  if (colons < 5 && dashes < 5) return
  for (const match of scan.text.matchAll(hardware)) {
    const credence = { type: 'MAC_ADDRESS', alone: 0.85, named: 0.97 } as const
    addMatch(scan, found, match.index, match.index + match[0].length, credence)
  }
}
