import type { ExchangeLine } from '@weir/schema'
import { type Bank, createBank } from './bank/bank.ts'
import { breach } from './bank/breach.ts'
import { healthChecks, partnerDay, scannerNoise, settlements } from './bank/jobs.ts'
import { analystDay, backupDay, logRotation, roleRenewals } from './bank/object-jobs.ts'
import { session } from './bank/session.ts'
import type { Visit } from './bank/visit.ts'
import { hourMs } from './time.ts'

export interface BankDayOptions {
  readonly seed: number | string
  /** ISO 8601 calendar date; the day runs from midnight to midnight, UTC. */
  readonly date: string
  /** Customers of the bank. */
  readonly people?: number
  /** How many exchanges the day has, about: customers come until it has as many. */
  readonly exchanges?: number
  /** Adds the breach; everything else of the day stays the same. */
  readonly attack?: boolean
}

const defaultPeople = 180
const defaultExchanges = 10_000

/** Customers per hour, against the other hours: nights are quiet, lunch and evening are not. */
const load = [
  3, 2, 1, 1, 1, 3, 9, 18, 24, 22, 20, 23, 30, 26, 21, 20, 22, 27, 33, 34, 29, 20, 12, 6,
]

/**
 * One day of a small bank, as its sensors recorded it: exchange lines in the order of time. The same
 * options give the same lines. Everybody and everything in it is invented.
 */
export function bankDay(options: BankDayOptions): readonly ExchangeLine[] {
  const start = Date.parse(`${options.date}T00:00:00Z`)
  if (Number.isNaN(start)) throw new TypeError(`date: expected 2026-03-03, got ${options.date}`)
  const bank = createBank(options.seed, start, options.people ?? defaultPeople)
  const lines: ExchangeLine[] = []
  for (const [name, job] of jobs) job(visitOf(bank, name, lines))
  sessions(bank, lines, options.exchanges ?? defaultExchanges)
  if (options.attack === true) breach(visitOf(bank, 'breach', lines))
  return numbered(lines, start)
}

const jobs = [
  ['health', healthChecks],
  ['settlements', settlements],
  ['partner', partnerDay],
  ['scanners', scannerNoise],
  ['backup', backupDay],
  ['logs', logRotation],
  ['roles', roleRenewals],
  ['analyst', analystDay],
] as const

function visitOf(bank: Bank, name: string, lines: ExchangeLine[]): Visit {
  return { bank, random: bank.random.fork(name), now: bank.start, lines }
}

/** Customers come at irregular times, some much more often than others. */
function sessions(bank: Bank, lines: ExchangeLine[], wanted: number): void {
  const random = bank.random.fork('arrivals')
  const activity = bank.customers.map((customer) => customer.activity)
  for (let count = 0; lines.length < wanted; count += 1) {
    const visit = visitOf(bank, `session/${count}`, lines)
    visit.now = bank.start + Math.floor((random.weighted(load) + random.unit()) * hourMs)
    const customer = bank.customers[random.weighted(activity)]
    if (customer !== undefined) session(visit, customer)
  }
}

function numbered(lines: readonly ExchangeLine[], start: number): readonly ExchangeLine[] {
  const day = new Date(start).toISOString().slice(2, 10).replaceAll('-', '')
  return [...lines]
    .sort((left, right) => left.ts - right.ts)
    .map((line, index) => ({ ...line, id: `${day}-${String(index + 1).padStart(5, '0')}` }))
}
