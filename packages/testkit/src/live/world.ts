import http from 'node:http'
import { type Bank, createBank } from '../bank/bank.ts'
import type { Account, Card, Customer } from '../bank/cast.ts'
import { metadata } from '../bank/network.ts'
import type { Visit } from '../bank/visit.ts'
import type { Random } from '../random.ts'
import { addressOf } from './addresses.ts'
import { ask, type Answer, type LiveAsk } from './http-client.ts'
import type { Directory, Place, Setup } from './message-codec.ts'

/** What a process of the bank knows: its part, the bank's records and where everybody is. */
export interface World {
  readonly setup: Setup
  readonly bank: Bank
  readonly random: Random
  /** Throws for a host nobody plays. */
  place(host: string): Place
  knows(host: string): boolean
  meet(directory: Directory): void
  /** Calls a host from this process's own address over connections that are kept. */
  call(wanted: Omit<LiveAsk, 'to' | 'from'>): Promise<Answer>
}

/** A process that plays its part. */
export interface Part {
  /** Hosts it serves. */
  readonly places: Directory
  /** Starts what it does of its own accord, once everybody is there. */
  readonly begin?: () => void
  /** What the bank's owner may ask of it, by name. */
  readonly calls?: Readonly<Record<string, (argument: unknown) => Promise<unknown>>>
}

export function createWorld(setup: Setup): World {
  const bank = createBank(setup.seed, setup.start, setup.people)
  const agent = new http.Agent({ keepAlive: true })
  const from = addressOf(setup.name)
  let directory: Directory = {}
  const known = (host: string): Place | undefined =>
    directory[host === metadata.host ? metadataOf(setup.name) : host]
  const place = (host: string): Place => {
    const found = known(host)
    if (found === undefined) throw new Error(`nobody serves ${host}`)
    return found
  }
  return {
    setup,
    bank,
    random: bank.random.fork(`live/${setup.name}`),
    place,
    knows: (host) => known(host) !== undefined,
    meet: (met) => {
      directory = met
    },
    call: (wanted) => ask({ agent, ...wanted, to: place(wanted.host), from }),
  }
}

/** Each machine has a metadata service of its own behind the one address all of them use. */
export function metadataOf(name: string): string {
  return `${metadata.host}/${name}`
}

/** A moment in which somebody makes something up; what it would record is not wanted. */
export function moment(world: World, random = world.random): Visit {
  return { bank: world.bank, random, now: Date.now(), lines: [] }
}

export interface Records {
  readonly customers: ReadonlyMap<string, Customer>
  readonly byEmail: ReadonlyMap<string, Customer>
  readonly accounts: ReadonlyMap<string, readonly [Account, Customer]>
  readonly byIban: ReadonlyMap<string, readonly [Account, Customer]>
  readonly cards: ReadonlyMap<string, readonly [Card, Customer]>
}

/** The bank's records by the ids services are asked for. */
export function recordsOf({ customers }: Bank): Records {
  const held = customers.flatMap((customer) =>
    customer.accounts.map((account) => [account, customer] as const),
  )
  return {
    customers: new Map(customers.map((customer) => [customer.id, customer])),
    byEmail: new Map(customers.map((customer) => [customer.person.email, customer])),
    accounts: new Map(held.map((pair) => [pair[0].id, pair])),
    byIban: new Map(held.map((pair) => [pair[0].iban, pair])),
    cards: new Map(customers.map((customer) => [customer.card.id, [customer.card, customer]])),
  }
}
