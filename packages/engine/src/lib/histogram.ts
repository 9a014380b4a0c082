import { type Codec, integer, list, pair } from './codec.ts'

/**
 * Counts in bins whose width grows with the value: `perOctave` bins for each doubling, so that a
 * quantile is known to within 2^(1/perOctave). Bins are fixed, merging adds them up.
 */
export type Histogram = Map<number, number>

const perOctave = 4

export function newHistogram(): Histogram {
  return new Map()
}

/** Adds a value; zero and below share one bin. */
export function addValue(histogram: Histogram, value: number, count = 1): void {
  const bin = binOf(value)
  histogram.set(bin, (histogram.get(bin) ?? 0) + count)
}

export function mergeHistograms(left: Histogram, right: Histogram): Histogram {
  const merged = new Map(left)
  for (const [bin, count] of right) merged.set(bin, (merged.get(bin) ?? 0) + count)
  return merged
}

/** What is left of the whole without a part of it. */
export function subtractHistogram(whole: Histogram, part: Histogram): Histogram {
  const left = new Map<number, number>()
  for (const [bin, count] of whole) {
    const rest = count - (part.get(bin) ?? 0)
    if (rest > 0) left.set(bin, rest)
  }
  return left
}

/** Upper edge of the bin the quantile falls in; null when nothing was added. */
export function quantile(histogram: Histogram, share: number): number | null {
  const counted = sortedBins(histogram)
  const total = counted.reduce((sum, [, count]) => sum + count, 0)
  let passed = 0
  for (const [bin, count] of counted) {
    passed += count
    if (passed >= share * total) return upperEdge(bin)
  }
  return null
}

function binOf(value: number): number {
  return value < 1 ? 0 : Math.floor(Math.log2(value) * perOctave) + 1
}

function upperEdge(bin: number): number {
  return bin === 0 ? 0 : Math.ceil(2 ** (bin / perOctave))
}

const bins = list(pair(integer, integer))

export const histogramCodec: Codec<Histogram> = {
  encode: (histogram) => bins.encode(sortedBins(histogram)),
  decode: (input) => new Map(bins.decode(input)),
}

function sortedBins(histogram: Histogram): [number, number][] {
  return [...histogram].sort((left, right) => left[0] - right[0])
}
