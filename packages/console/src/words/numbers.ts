const groups = /\B(?=(\d{3})+(?!\d))/g

/** `20,686`: digits in groups of three. */
export function grouped(value: number): string {
  const [whole = '', fraction] = Math.abs(value).toString().split('.')
  const sign = value < 0 ? '−' : ''
  const text = whole.includes('e') ? whole : whole.replace(groups, ',')
  return fraction === undefined ? `${sign}${text}` : `${sign}${text}.${fraction}`
}

/** Up to so many significant digits, and never fewer than the whole part has. */
export function rounded(value: number, digits: number): string {
  if (value === 0 || !Number.isFinite(value)) return grouped(value)
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))))
  return grouped(Number(value.toFixed(Math.min(places, 6))))
}

/** `2.86` calls per second; below one in a hundred seconds it says so. */
export function perSecond(rate: number): string {
  if (rate > 0 && rate < 0.01) return '< 0.01'
  return rate >= 100 ? grouped(Math.round(rate)) : rounded(rate, 3)
}

/** `0.04 %`, `100 %`; a share that is not quite all or nothing never reads as if it were. */
export function percent(share: number): string {
  const value = share * 100
  if (value > 0 && value < 0.01) return '< 0.01 %'
  if (value > 99.9 && value < 100) return `${(Math.floor(value * 100) / 100).toString()} %`
  return `${value >= 10 ? rounded(Math.round(value * 10) / 10, 3) : rounded(value, 2)} %`
}

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const

export function bytes(value: number): string {
  let amount = value
  let unit = 0
  while (amount >= 1_000 && unit < byteUnits.length - 1) {
    amount /= 1_000
    unit += 1
  }
  return `${unit === 0 ? grouped(Math.round(amount)) : rounded(amount, 3)}\u00a0${byteUnits[unit] ?? 'B'}`
}

/** `1 call`, `2 calls`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']

/** A count at the start of a sentence: in words up to nine. */
export function opening(count: number): string {
  return words[count] ?? grouped(count)
}

/** `1k`, `20k`, `1M` for the ticks of a gauge. */
export function short(value: number): string {
  if (value >= 1e9) return `${rounded(value / 1e9, 3)}G`
  if (value >= 1e6) return `${rounded(value / 1e6, 3)}M`
  if (value >= 1e3) return `${rounded(value / 1e3, 3)}k`
  return rounded(value, 3)
}
