import { jsonContent } from '../content.ts'
import { isoSeconds, secondMs } from '../time.ts'
import type { Account, Customer } from '../bank/cast.ts'
import { balanceRecord } from '../bank/jobs.ts'
import { accounts, cards, creditBureau, customers, payments } from '../bank/network.ts'
import { problem } from '../bank/passed.ts'
import {
  accountRecord,
  amount,
  cardRecord,
  customerRecord,
  paymentOrder,
  sortableId,
  transactionRecords,
} from '../bank/records.ts'
import type { Reply } from '../bank/visit.ts'
import { jsonOf } from './http-client.ts'
import type { Incoming, Route } from './http-server.ts'
import { moment, recordsOf, type World } from './world.ts'

const missing: Reply = { status: 404, content: problem(404, 'There is no such record.') }

export const health: Route = [
  'GET /health',
  () => ({ content: jsonContent({ status: 'ok', uptime_s: Math.floor(process.uptime()) }) }),
]

/** The same account always has the same balance: its numbers come from its id. */
function accountView(
  world: World,
  account: Account,
  customer: Customer,
): ReturnType<typeof accountRecord> {
  return accountRecord(world.bank.random.fork(`account/${account.id}`), account, customer)
}

export function accountsRoutes(world: World): readonly Route[] {
  const records = recordsOf(world.bank)
  const listed = ({ query }: Incoming): Reply => {
    const customer = records.customers.get(query.get('customer_id') ?? '')
    const items = customer?.accounts.map((account) => accountView(world, account, customer)) ?? []
    return { content: jsonContent({ items, count: items.length }) }
  }
  const shown = (_incoming: Incoming, [id = '']: readonly string[]): Reply => {
    const found = records.accounts.get(id)
    return found === undefined ? missing : { content: jsonContent(accountView(world, ...found)) }
  }
  const transactions = ({ query }: Incoming, [id = '']: readonly string[]): Reply => {
    const [account] = records.accounts.get(id) ?? []
    if (account === undefined) return missing
    const limit = Math.min(Number(query.get('limit') ?? 20), 40)
    const { random, now } = moment(world)
    const items = transactionRecords(random, account, now, random.int(2, Math.max(2, limit)))
    const next = items.length >= limit ? sortableId(random, 'cur', now) : null
    return { content: jsonContent({ items, next }) }
  }
  const balance = (_incoming: Incoming, [iban = '']: readonly string[]): Reply => {
    const [account] = records.byIban.get(iban) ?? []
    if (account === undefined) return missing
    return { content: jsonContent(balanceRecord(moment(world), iban, account.currency)) }
  }
  return [
    health,
    ['GET /v1/accounts', listed],
    ['GET /v1/accounts/{id}', shown],
    ['GET /v1/accounts/{id}/transactions', transactions],
    ['GET /v1/balances/{iban}', balance],
  ]
}

/** Every few seconds the accounts service settles what was booked. */
export function beginSettlements(world: World): void {
  const settle = (): void => {
    const { random, now } = moment(world)
    const batch = sortableId(random, 'stl', now)
    const body = { batch, count: random.int(4, 60), total: amount(random, 9_000) }
    const headers = { 'user-agent': accounts.userAgent }
    const content = jsonContent(body)
    world
      .call({ host: payments.host, method: 'POST', url: '/v1/settlements', headers, content })
      .catch(() => undefined)
    setTimeout(settle, (4 + random.wait(5)) * (secondMs / world.setup.speed)).unref()
  }
  settle()
}

export function cardsRoutes(world: World): readonly Route[] {
  const records = recordsOf(world.bank)
  const frozen = new Set<string>()
  const view = (id: string): Reply => {
    const found = records.cards.get(id)
    if (found === undefined) return missing
    return { content: jsonContent(cardRecord(...found, frozen.has(id) ? 'frozen' : 'active')) }
  }
  const freeze = (_incoming: Incoming, [id = '']: readonly string[]): Reply => {
    if (frozen.delete(id))
      return { status: 409, content: problem(409, 'The card is already frozen.') }
    frozen.add(id)
    return view(id)
  }
  return [
    health,
    ['GET /v1/cards/{id}', (_incoming, [id = '']) => view(id)],
    ['POST /v1/cards/{id}:freeze', freeze],
    ['POST /v1/applications', (incoming) => applied(world, incoming)],
  ]
}

/** Looks for the applicant among the customers and asks a credit bureau. */
async function applied(world: World, incoming: Incoming): Promise<Reply> {
  const { random, now } = moment(world)
  const { applicant } = jsonOf(incoming)
  const person = typeof applicant === 'object' && applicant !== null ? { ...applicant } : {}
  const known: Readonly<Record<string, unknown>> = person
  const headers = { 'user-agent': cards.userAgent }
  const search = jsonContent({ email: known['email'], date_of_birth: known['date_of_birth'] })
  await world.call({
    host: customers.host,
    method: 'POST',
    url: '/v1/customers/search',
    headers,
    content: search,
  })
  const subject = {
    first_name: known['first_name'],
    last_name: known['last_name'],
    ssn: known['ssn'],
  }
  const bureau = { host: creditBureau.host, headers: { ...headers, 'x-client-id': 'small-bank' } }
  const content = jsonContent({ subject, purpose: 'card_application' })
  const report = await world.call({ ...bureau, method: 'POST', url: '/v2/reports', content })
  await world.call({ ...bureau, method: 'GET', url: `/v2/reports/${String(jsonOf(report)['id'])}` })
  const received = {
    id: sortableId(random, 'app', now),
    status: 'in_review',
    received_at: isoSeconds(now),
  }
  return { status: 202, content: jsonContent(received) }
}

const moved = (incoming: Incoming, [id = '']: readonly string[]): Reply => ({
  content: jsonContent({ id, address: jsonOf(incoming), updated_at: isoSeconds(Date.now()) }),
})

export function customersRoutes(world: World): readonly Route[] {
  const records = recordsOf(world.bank)
  const shown = (_incoming: Incoming, [id = '']: readonly string[]): Reply => {
    const customer = records.customers.get(id)
    return customer === undefined
      ? missing
      : { content: jsonContent(customerRecord(customer, true)) }
  }
  const search = (incoming: Incoming): Reply => {
    const customer = records.byEmail.get(String(jsonOf(incoming)['email']))
    const items = customer === undefined ? [] : [customerRecord(customer, true)]
    return { content: jsonContent({ items, count: items.length }) }
  }
  return [
    health,
    ['GET /v1/customers/{id}', shown],
    ['PUT /v1/customers/{id}/address', moved],
    ['POST /v1/customers/search', search],
  ]
}

const settle = (incoming: Incoming): Reply => {
  const { batch } = jsonOf(incoming)
  const queued = { batch, status: 'queued', queued_at: isoSeconds(Date.now()) }
  return { status: 202, content: jsonContent(queued) }
}

export function paymentsRoutes(world: World): readonly Route[] {
  const pay = (incoming: Incoming): Reply => {
    const { random, now } = moment(world)
    if (random.chance(0.06)) {
      return { status: 422, content: problem(422, 'The balance does not cover this payment.') }
    }
    const order = { id: sortableId(random, 'pay', now), status: 'accepted', ...jsonOf(incoming) }
    return { status: 201, content: jsonContent(order) }
  }
  const shown = (_incoming: Incoming, [id = '']: readonly string[]): Reply => {
    const random = world.bank.random.fork(`payment/${id}`)
    const [account] = random.pick(world.bank.customers).accounts
    if (account === undefined || random.chance(0.05)) return missing
    const order = paymentOrder(random, account, random.pick(world.bank.customers), Date.now())
    return { content: jsonContent({ id, status: 'settled', ...order }) }
  }
  return [
    health,
    ['POST /v1/payments', pay],
    ['GET /v1/payments/{id}', shown],
    ['POST /v1/settlements', settle],
  ]
}
