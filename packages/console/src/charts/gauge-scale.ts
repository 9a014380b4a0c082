/** Where a number stands on a staff gauge. */
export interface GaugeScale {
  readonly isLog: boolean
  /** Number at the right end. */
  readonly top: number
  /** Share of the width, 0 to 1. */
  readonly place: (value: number) => number
  readonly labels: readonly number[]
  readonly ticks: readonly number[]
}

/** From this many times the known range on, a linear ruler would hide the range. */
const logFrom = 10

/** A ruler that holds the known range and the seen value. */
export function gaugeScale(known: number, seen: number): GaugeScale {
  return seen > known * logFrom ? logScale(known, seen) : linearScale(known, seen)
}

function linearScale(known: number, seen: number): GaugeScale {
  const most = Math.max(known, seen, 1)
  const step = niceStep(most * 1.1)
  const top = Math.ceil((most * 1.1) / step) * step
  const count = Math.round(top / step)
  const labels = Array.from({ length: count + 1 }, (_, index) => index * step)
  const ticks = Array.from({ length: count * 5 + 1 }, (_, index) => (index * step) / 5)
  return { isLog: false, top, place: (value) => share(value / top), labels, ticks }
}

/** Begins at 1: counts and bytes have nothing below that a ruler must tell apart. */
function logScale(known: number, seen: number): GaugeScale {
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(known, seen) * 1.3)))
  const every = decades > 6 ? 3 : 1
  const labels: number[] = []
  const ticks: number[] = []
  for (let decade = 0; decade <= decades; decade += 1) {
    if (decade % every === 0) labels.push(10 ** decade)
    if (decade === decades) break
    for (let digit = 2; digit < 10 && every === 1; digit += 1) ticks.push(digit * 10 ** decade)
  }
  return {
    isLog: true,
    top: 10 ** decades,
    place: (value) => share(value <= 1 ? 0 : Math.log10(value) / decades),
    labels,
    ticks,
  }
}

/** 1, 2 or 5 times a power of ten, for about five labels up to `most`. */
function niceStep(most: number): number {
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const digit = [1, 2, 5, 10].find((step) => step * power >= rough) ?? 10
  return digit * power
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value))
}
