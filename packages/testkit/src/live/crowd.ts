import http from 'node:http'
import { setTimeout as after } from 'node:timers/promises'
import { balance, paymentBatch, probe } from '../bank/jobs.ts'
import { accounts, cards, customers, documents, edge, payments } from '../bank/network.ts'
import { applications } from '../bank/store.ts'
import { padded } from '../identity-numbers.ts'
import { addressOf, customerAddress } from './addresses.ts'
import { ask } from './http-client.ts'
import type { Part } from './world.ts'
import { callerOf, liveSession } from './person.ts'
import { objectsOf, storeCall, type StoreClient } from './store-client.ts'
import { moment, type World } from './world.ts'

/** How the bank's customers fared. */
export interface LoadFigures {
  readonly requests: number
  /** Requests without an answer, or with a 5xx that is not part of the story. */
  readonly failures: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const meanArrivalMs = 420
const busiest = 60
const keptDurations = 20_000

/** Everybody who uses the bank: customers, a partner, the load balancer, an analyst and a scanner. */
export function crowdPart(world: World): Part {
  const load = new Load()
  const calm = (meanMs: number): Promise<void> =>
    after((15 + world.random.wait(meanMs)) / world.setup.speed)
  const forever = async (act: () => Promise<unknown>, everyMs: number): Promise<void> => {
    for (;;) {
      await act().catch(() => undefined)
      await calm(everyMs)
    }
  }
  return {
    places: {},
    begin: () => {
      void arrivals(world, load, calm)
      void forever(() => partnerCall(world, load), 1_100)
      void forever(() => healthRound(world), 2_000)
      void forever(() => analystLook(world, calm), 4_000)
      void scan(world, calm)
    },
    calls: { figures: async () => load.figures() },
  }
}

class Load {
  #requests = 0
  #failures = 0
  readonly #durations: number[] = []

  readonly note = (status: number, durationMs: number): void => {
    if (status === 0 || status === 500) this.#failures += 1
    this.#durations[this.#requests % keptDurations] = durationMs
    this.#requests += 1
  }

  figures(): LoadFigures {
    const sorted = this.#durations.toSorted((left, right) => left - right)
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
    return { requests: this.#requests, failures: this.#failures, p50Ms: at(0.5), p99Ms: at(0.99) }
  }
}

type Calm = (meanMs: number) => Promise<void>

/** Customers come in waves: sometimes nobody for a while, sometimes many at once. */
async function arrivals(world: World, load: Load, calm: Calm): Promise<void> {
  const { bank, random } = world
  const activity = bank.customers.map((customer) => customer.activity)
  let present = 0
  for (let count = 0; ; count += 1) {
    await calm(meanArrivalMs * random.pick([0.4, 0.7, 1, 1, 1.9]))
    const index = random.weighted(activity)
    const customer = bank.customers[index]
    if (customer === undefined || present >= busiest) continue
    present += 1
    liveSession(world, {
      customer,
      address: customerAddress(index),
      random: random.fork(`visit/${count}`),
      note: load.note,
      rest: calm,
    })
      .catch(() => undefined)
      .finally(() => {
        present -= 1
      })
  }
}

/** A payroll company with an API key: balances, and a batch of payments now and then. */
async function partnerCall(world: World, load: Load): Promise<void> {
  const headers = {
    'user-agent': 'PayrollConnect/4.2 (java/21)',
    'x-api-key': world.bank.partnerKey,
  }
  const caller = callerOf(world, { address: addressOf('partner'), headers, note: load.note })
  const now = moment(world)
  await caller.send(world.random.chance(0.75) ? balance(now) : paymentBatch(now))
  caller.leave()
}

async function healthRound(world: World): Promise<void> {
  for (const { host } of [edge, accounts, cards, customers, payments]) {
    const headers = { 'user-agent': 'lb-health/1.0' }
    const from = addressOf('loadBalancer')
    await ask({ to: world.place(host), host, method: 'GET', url: '/health', headers, from })
  }
}

/** An analyst looks at a handful of applications by hand. */
async function analystLook(world: World, calm: Calm): Promise<void> {
  const client: StoreClient = {
    place: world.place(documents.host),
    from: addressOf('analyst'),
    agent: http.globalAgent,
    userAgent: 'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/macos#25.1 lang/python#3.13.7',
    credentials: world.bank.role('bank-analyst-role', Date.now()),
  }
  const month = `applications/2025/${padded(world.random.int(1, 12), 2)}/`
  const objects = await objectsOf(client, applications, month)
  for (let count = world.random.int(1, 4); count > 0; count -= 1) {
    await calm(900)
    await storeCall(client, 'GET', `/${applications}/${world.random.pick(objects).key}`)
  }
}

/** The noise every public address hears. */
async function scan(world: World, calm: Calm): Promise<void> {
  const headers = { 'user-agent': 'python-requests/2.31.0' }
  const scanner = callerOf(world, { address: addressOf('scanner'), headers, note: () => undefined })
  await calm(3_000)
  for (let count = 0; count < 60; count += 1) {
    await scanner.send(probe(moment(world)))
    await calm(200)
  }
  scanner.leave()
}
