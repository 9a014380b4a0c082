// Rounds of all contenders in turn, by CPU time of the process: wall time means little on a shared machine.

/**
 * Runs every contender once per round and reports medians.
 * @param {Record<string, () => number | Promise<number>>} contenders each does its work and returns how many items it did
 * @param {{ rounds?: number, baseline: string }} options
 * @returns {Promise<{ name: string, perSecond: number, microseconds: number, ratio: number }[]>}
 *   ratio: median over rounds of the contender's speed against the baseline's in the same round
 */
export async function compare(contenders, { rounds = 5, baseline }) {
  const names = Object.keys(contenders)
  const seconds = new Map(names.map((name) => [name, []]))
  const counts = new Map()
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      globalThis.gc?.()
      const before = process.cpuUsage()
      const count = await contenders[name]()
      const { user, system } = process.cpuUsage(before)
      counts.set(name, count)
      // The first round warms the compiler up.
      if (round >= 0) seconds.get(name).push((user + system) / 1e6)
    }
  }
  const base = seconds.get(baseline).map((time) => time / counts.get(baseline))
  return names.map((name) => {
    const each = seconds.get(name).map((time) => time / counts.get(name))
    const typical = median(each)
    return {
      name,
      perSecond: 1 / typical,
      microseconds: typical * 1e6,
      ratio: median(each.map((time, round) => base[round] / time)),
    }
  })
}

export function median(values) {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The median and the 99th percentile of times. */
export function quantiles(times) {
  const sorted = times.toSorted((left, right) => left - right)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { p50: at(0.5), p99: at(0.99) }
}
