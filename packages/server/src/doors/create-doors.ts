import { credentialOctets, type Networks, parseNetworks } from '@weir/schema/caller'
import type { Settings } from '../config/settings.ts'
import type { TurnedAway } from '../coverage/turned-away.ts'
import type { Hub } from '../hub.ts'
import type { SensorKey } from '../ingest/sensor-keys.ts'
import type { DerivedKeys } from '../secrets/keyed-hasher.ts'
import type { Clock } from '../stores/clock.ts'
import type { KeptListStores } from '../stores/kept-list.ts'
import type { SensorKeyStore } from '../stores/sensor-keys.ts'
import { type BreakGlass, openBreakGlass } from './break-glass.ts'
import { DecisionBook } from './decision-book.ts'
import { DoorRegistry } from './door-registry.ts'
import { createDoorDesk, type DoorDesk } from './doors.ts'
import { startResponder } from './responder.ts'
import { type DecisionStore, openDecisions } from './kept-decisions.ts'

/** Everything about decisions and the doors that carry them out. */
export interface Doors {
  readonly decisions: DecisionStore
  readonly glass: BreakGlass
  readonly book: DecisionBook
  readonly registry: DoorRegistry
  readonly desk: DoorDesk
  readonly networks: Networks
  /** By which doors know the tokens of a principal (`spec/decision.md`). */
  readonly hashOfPrincipal: (issuer: string | null, name: string) => string
  close(): void
}

export interface DoorsOptions {
  readonly hub: Pick<Hub, 'subscribe' | 'finding' | 'model'>
  readonly respond: Settings['doors']['respond']
  readonly stores: Omit<KeptListStores, 'clock'>
  readonly derived: Pick<DerivedKeys, 'keyId' | 'credentialKey' | 'hasher'>
  /** The key that follows from the secret. */
  readonly first: SensorKey
  readonly sensorKeys: Pick<SensorKeyStore, 'all'>
  readonly networks: Settings['networks']
  readonly turnedAway: TurnedAway
  readonly clock: Clock
  readonly onFault: (error: unknown) => void
}

const tidyMs = 1_000

export async function createDoors(options: DoorsOptions): Promise<Doors> {
  const { stores, derived, first, sensorKeys, networks: rules, clock, onFault } = options
  const networks = parseNetworks(rules)
  const hashOfPrincipal = (issuer: string | null, name: string): string =>
    derived.hasher.credential(credentialOctets('principal', `${issuer ?? ''}\0${name}`))
  const kept = { documents: stores.documents, audit: stores.audit, clock }
  const decisions = await openDecisions(kept)
  const glass = await openBreakGlass(kept)
  const now = (): number => clock.now()
  const book = new DecisionBook(decisions, glass, now)
  const registry = new DoorRegistry(now)
  const desk = createDoorDesk({
    book,
    registry,
    keys: [{ id: derived.keyId, credential: derived.credentialKey }],
    networks: rules.map(({ cidr, internal }) => ({ cidr, internal })),
    turnedAway: options.turnedAway,
    doorKeys: { all: () => [first, ...sensorKeys.all().filter(({ door }) => door)] },
    now,
    onFault,
  })
  const { hub, respond } = options
  const parts = { hub, decisions, networks, hashOfPrincipal, rules: respond, clock, onFault }
  const stopResponder = startResponder(parts)
  const stop = clock.every(tidyMs, () => {
    book.expire().catch(onFault)
    registry.tidy(new Set(book.decisions().map(({ id }) => id)))
  })
  return {
    decisions,
    glass,
    book,
    registry,
    desk,
    networks,
    hashOfPrincipal,
    close: () => {
      stop()
      stopResponder()
      desk.close()
    },
  }
}
