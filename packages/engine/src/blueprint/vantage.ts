import type { Vantage } from '@weir/schema'

/** Where sensors may stand, by how much of a service's traffic they see: the called sees all of it. */
const ranked: readonly Vantage[] = ['server', 'gateway', 'client', 'tap']

/** A vantage that has been silent for so long, in milliseconds, no longer speaks for its service. */
export const vantageSilenceMs = 30_000

/**
 * The vantage whose exchanges count: the best one that still speaks. Null while no sensor says where
 * it stands; then every exchange counts.
 *
 * @param seen newest exchange of each vantage, Unix time in milliseconds
 */
export function primaryVantage(seen: ReadonlyMap<string, number>): Vantage | null {
  const newest = Math.max(...seen.values())
  const speaks = (vantage: Vantage): boolean =>
    newest - (seen.get(vantage) ?? Number.NEGATIVE_INFINITY) <= vantageSilenceMs
  return ranked.find(speaks) ?? null
}
