import type { ActorName } from './addresses.ts'

/** Where a host really listens. */
export interface Place {
  readonly address: string
  readonly port: number
}

/** Hosts by name: the bank's own name service. */
export type Directory = Readonly<Record<string, Place>>

/** What a process has to know to play its part. */
export interface Setup {
  readonly name: ActorName
  readonly seed: number | string
  /** Midnight of the day the bank's records start from. */
  readonly start: number
  readonly people: number
  /** How much faster than usual everybody is. */
  readonly speed: number
}

export type ToActor =
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'directory'; readonly directory: Directory }
  | {
      readonly kind: 'call'
      readonly id: number
      readonly name: string
      readonly argument: unknown
    }

export type FromActor =
  | { readonly kind: 'serving'; readonly places: Directory }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: string }

/** Messages only ever come from a process of the same build: their kind is enough to tell them. */
export function decodeToActor(message: unknown): ToActor | null {
  return hasKind(message, ['setup', 'directory', 'call']) ? (message as ToActor) : null
}

export function decodeFromActor(message: unknown): FromActor | null {
  return hasKind(message, ['serving', 'answer', 'failed']) ? (message as FromActor) : null
}

function hasKind(message: unknown, kinds: readonly string[]): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    kinds.includes(String(message.kind))
  )
}
