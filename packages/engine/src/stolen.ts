import type { Model } from './blueprint/index.ts'
import type { EngineContext } from './context.ts'
import type { Leak } from './correlate/index.ts'
import { isAccepted, isInside, placeOf } from './identify/index.ts'
import type { KeyedTable } from './lib/keyed-table.ts'
import type { Routed } from './route.ts'

/** What lane 2 has told of leaks, by keyed hash of the credential; the oldest goes first. */
export type Leaks = KeyedTable<Leak>

/**
 * The leaked credential an exchange uses, by its keyed hash; null where none is used, where the
 * service refused it, and where its owner uses it: the machine that gave it away, or a place it was
 * used from or issued to before.
 */
export function stolenCredential(
  { networks }: EngineContext,
  model: Model,
  leaks: Leaks,
  { arrival }: Routed,
): string | null {
  const { exchange, identity } = arrival
  if (leaks.rows.size === 0 || !isAccepted(exchange)) return null
  const place = placeOf(identity.clientAddress, networks)
  for (const { hash } of identity.credentials) {
    // Not by `find`: a look-up that left a mark would have to be in the snapshot.
    const leak = leaks.rows.get(hash)?.value
    if (leak === undefined || leak.ts > exchange.ts) continue
    const known = model.summary.cloudKeys.entries.get(hash)?.value.places.entries
    // Inside, and nothing tells whose it is: its owner may only now begin to use it.
    const ownerless = leak.owner === '' && known === undefined && isInside(place, networks)
    if (!ownerless && !belongs(place, leak, known)) return hash
  }
  return null
}

function belongs(
  place: string,
  { owner }: Leak,
  known: ReadonlyMap<string, unknown> | undefined,
): boolean {
  return place === owner || known?.has(place) === true
}
