import { type RoleCredentials, roleCredentials } from '../aws.ts'
import { createRandom, type Random } from '../random.ts'
import { hourMs } from '../time.ts'
import { type Customer, customersOf } from './cast.ts'
import { type Store, storeOf } from './store.ts'

export type Role = `bank-${'edge' | 'app' | 'backup' | 'analyst' | 'payments' | 'cards'}-role`

/** How many hours the metadata service hands out the same credentials. */
export const rotationMs: number = 6 * hourMs

/** Everything about the bank that does not change during the day. */
export interface Bank {
  readonly random: Random
  /** Midnight UTC of the day. */
  readonly start: number
  readonly customers: readonly Customer[]
  readonly store: Store
  /** The partner's API key. */
  readonly partnerKey: string
  readonly role: (name: Role, ts: number) => RoleCredentials
}

export function createBank(seed: number | string, start: number, people: number): Bank {
  const random = createRandom(`bank/${seed}`)
  const customers = customersOf(random.fork('customers'), people)
  return {
    random,
    start,
    customers,
    store: storeOf(random.fork('store'), customers, start),
    partnerKey: `bk_partner_${random.text('0123456789abcdef', 40)}`,
    role: rolesOf(random, start),
  }
}

function rolesOf(random: Random, start: number): Bank['role'] {
  const issued = new Map<string, RoleCredentials>()
  return (name, ts) => {
    const turn = Math.floor((ts - start) / rotationMs)
    const key = `${name}/${turn}`
    const known = issued.get(key)
    if (known !== undefined) return known
    const made = roleCredentials(random.fork(`role/${key}`), start + turn * rotationMs)
    issued.set(key, made)
    return made
  }
}
