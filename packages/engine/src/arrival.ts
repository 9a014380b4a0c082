import type { Exchange } from '@weir/schema'
import type { Teaching } from './blueprint/index.ts'
import type { EngineConfig } from './config.ts'
import type { Networks } from '@weir/schema/caller'
import { createCredentialHashes, createIdentifier, type Identity } from './identify/index.ts'
import { type HashSeed, hashText } from './lib/sip-hash.ts'
import type { KeyedHasher } from './ports.ts'

/** Fixed, whatever the number of threads or machines: an actor is always in the same one. */
export const partitionCount = 64

/** An exchange on its way to the engine that watches its actor. */
export interface Arrival {
  /** Place in the stream; facts and findings refer to it. */
  readonly seq: number
  readonly exchange: Exchange
  readonly identity: Identity
  readonly partition: number
  readonly teaching: Teaching
}

/** Finds out who acts, and with it which partition an exchange belongs to. */
export interface Receiver {
  receive(exchange: Exchange, seq: number, teaching: Teaching): Arrival
}

export function createReceiver(
  config: EngineConfig,
  networks: Networks,
  hasher: KeyedHasher,
): Receiver {
  const hashes = createCredentialHashes(hasher, config.seed)
  const identifier = createIdentifier(networks, hashes, hasher)
  return {
    receive: (exchange, seq, teaching) => {
      const identity = identifier.identify(exchange)
      const partition = partitionOf(`${config.environment}\n${identity.actor}`, config.seed)
      return { seq, exchange, identity, partition, teaching }
    },
  }
}

function partitionOf(actor: string, seed: HashSeed): number {
  return hashText(actor, seed).low % partitionCount
}
