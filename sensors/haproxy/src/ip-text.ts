import type { TypedData } from './spop/typed-data.ts'

const mapped = Buffer.from('00000000000000000000ffff', 'hex')

/** The usual text of an address (RFC 5952); undefined for a value that is none. */
export function ipText(data: TypedData | undefined): string | undefined {
  if (data?.type === 'ipv4') return ipv4Text(data.value)
  if (data?.type !== 'ipv6') return undefined
  const { value } = data
  return value.subarray(0, mapped.length).equals(mapped)
    ? ipv4Text(value.subarray(mapped.length))
    : ipv6Text(value)
}

function ipv4Text(bytes: Buffer): string {
  return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`
}

function ipv6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16))
  const { start, length } = longestZeros(groups)
  if (length < 2) return groups.join(':')
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`
}

function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let run = 0
  for (const [index, group] of groups.entries()) {
    run = group === '0' ? run + 1 : 0
    if (run > best.length) best = { start: index - run + 1, length: run }
  }
  return best
}
