import { sigV4Headers } from '../aws.ts'
import type { Customer } from '../bank/cast.ts'
import { accounts, cards, customers, documents, payments } from '../bank/network.ts'
import { assetStep, favicon, page } from '../bank/pages.ts'
import { problem } from '../bank/passed.ts'
import { branchReply, rateReply } from '../bank/public-actions.ts'
import { sortableId } from '../bank/records.ts'
import { statementKey, statements } from '../bank/store.ts'
import { me, tokenOf, tokens } from '../bank/tokens.ts'
import type { Reply } from '../bank/visit.ts'
import { jsonContent, ndjsonContent, textContent } from '../content.ts'
import { type Claims, forward, replyOf, signedIn } from './edge-forward.ts'
import { preview } from './edge-preview.ts'
import { jsonOf } from './http-client.ts'
import type { Handler, Incoming, Route } from './http-server.ts'
import { health } from './internal-services.ts'
import { moment, type Records, recordsOf, type World } from './world.ts'

/** Everything the bank shows to the world. */
export function edgeRoutes(world: World): readonly Route[] {
  const records = recordsOf(world.bank)
  return [
    health,
    ...publicRoutes(world),
    ...signInRoutes(world, records),
    ...customerRoutes(world, records),
    ...partnerRoutes(world),
  ]
}

function publicRoutes(world: World): readonly Route[] {
  const thanks = textContent('text/plain; charset=utf-8', 'Thank you. We answer within a day.\n')
  return [
    ['GET /', () => page.reply],
    ['GET /favicon.ico', () => favicon.reply],
    ['GET /assets/{file}', (_incoming, [file = '']) => assetStep(moment(world), file).reply],
    ['GET /v1/branches/{branch}', (_incoming, [branch = '']) => branchReply(branch)],
    [
      'GET /v1/rates/{currency}',
      (_incoming, [currency = '']) => rateReply(moment(world), currency),
    ],
    ['GET /preview', (incoming) => preview(world, incoming)],
    ['POST /support/contact', () => ({ status: 202, content: thanks })],
  ]
}

/** A password of any length a password has is right: nobody's account is at stake. */
const leastPassword = 8

function signInRoutes(world: World, records: Records): readonly Route[] {
  const refreshers = new Map<string, Customer>()
  const enter = (customer: Customer | undefined): Reply => {
    if (customer === undefined) {
      return { status: 401, content: problem(401, 'The name or the password is wrong.') }
    }
    const now = moment(world)
    const body = tokens(now, tokenOf(now, customer))
    refreshers.set(body.refresh_token, customer)
    return { content: jsonContent(body) }
  }
  const check = (name: unknown, password: unknown): Reply =>
    enter(String(password).length < leastPassword ? undefined : records.byEmail.get(String(name)))
  const form: Handler = ({ body }) => {
    const fields = new URLSearchParams(body.toString())
    return check(fields.get('username'), fields.get('password') ?? '')
  }
  const grant: Handler = (incoming) => {
    const { username, password } = jsonOf(incoming)
    return check(username, password)
  }
  return [
    ['POST /login', form],
    ['POST /auth/token', grant],
    [
      'POST /auth/refresh',
      (incoming) => enter(refreshers.get(String(jsonOf(incoming)['refresh_token']))),
    ],
  ]
}

/** Lets customers at what is theirs. */
const own = (answer: (incoming: Incoming, id: string) => Promise<Reply>): Handler =>
  signedIn((incoming, [id = ''], claims) => {
    if (claims['customer_id'] === id) return answer(incoming, id)
    return { status: 403, content: problem(403, 'This is not yours.') }
  })

function customerRoutes(world: World, records: Records): readonly Route[] {
  const to = (host: string): Handler =>
    signedIn(async (incoming) => replyOf(await forward(world, incoming, { host })))
  const self = (claims: Claims): Customer | undefined =>
    records.customers.get(String(claims['customer_id']))
  return [
    [
      'GET /v1/me',
      signedIn((_incoming, _values, claims) => {
        const customer = self(claims)
        return customer === undefined ? { status: 404 } : me(customer).reply
      }),
    ],
    ['GET /v1/customers/{id}', own((incoming) => shownCustomer(world, incoming))],
    ['GET /v1/customers/{id}/accounts', own((incoming, id) => ownAccounts(world, incoming, id))],
    ['PUT /v1/customers/{id}/address', to(customers.host)],
    ['GET /v1/accounts/{id}', to(accounts.host)],
    ['GET /v1/accounts/{id}/transactions', to(accounts.host)],
    [
      'GET /v1/accounts/{id}/transactions/export',
      signedIn((incoming, [id = '']) => exported(world, incoming, id)),
    ],
    ['GET /v1/cards/{id}', to(cards.host)],
    ['POST /v1/cards/{id}:freeze', to(cards.host)],
    ['POST /v1/applications', to(cards.host)],
    ['POST /v1/payments', to(payments.host)],
    ['GET /v1/payments/{id}', to(payments.host)],
    [
      'GET /v1/statements/{account}/{month}',
      signedIn((_incoming, [account = '', month = '']) => statement(world, account, month)),
    ],
    [
      'POST /graphql',
      signedIn((incoming, _values, claims) => overview(world, incoming, self(claims))),
    ],
  ]
}

/** Customers see the last digits of their social security number only. */
async function shownCustomer(world: World, incoming: Incoming): Promise<Reply> {
  const answer = await forward(world, incoming, { host: customers.host })
  const { ssn, ...rest } = jsonOf(answer)
  return {
    status: answer.status,
    content: jsonContent({ ...rest, ssn_last4: String(ssn).slice(-4) }),
  }
}

async function ownAccounts(world: World, incoming: Incoming, id: string): Promise<Reply> {
  const url = `/v1/accounts?customer_id=${id}`
  return replyOf(await forward(world, incoming, { host: accounts.host, url }))
}

async function exported(world: World, incoming: Incoming, id: string): Promise<Reply> {
  const url = `/v1/accounts/${id}/transactions?limit=500`
  const { items } = jsonOf(await forward(world, incoming, { host: accounts.host, url }))
  return { content: ndjsonContent(Array.isArray(items) ? items : []) }
}

/** Fetches a statement from the object store with the role of the application. */
async function statement(world: World, account: string, month: string): Promise<Reply> {
  const now = Date.now()
  const url = `/${statements}/${statementKey(account, month)}`
  const host = documents.host
  const credentials = world.bank.role('bank-app-role', now)
  const headers = sigV4Headers({ credentials, ts: now, method: 'GET', host, url })
  const answer = await world.call({ host, method: 'GET', url, headers })
  if (answer.status !== 200)
    return { status: 404, content: problem(404, 'There is no such statement.') }
  const disposition = `attachment; filename="statement-${month}.pdf"`
  return { ...replyOf(answer), headers: { 'content-disposition': disposition } }
}

async function overview(
  world: World,
  incoming: Incoming,
  customer: Customer | undefined,
): Promise<Reply> {
  if (customer === undefined) return { content: jsonContent({ data: { customer: null } }) }
  const { givenName, familyName, email } = customer.person
  const list = await Promise.all(
    customer.accounts.map(async ({ id, iban }) => {
      const ask = {
        host: accounts.host,
        method: 'GET',
        content: { headers: {}, body: '', size: 0 },
      }
      const account = jsonOf(await forward(world, incoming, { ...ask, url: `/v1/accounts/${id}` }))
      return { id, iban, balance: account['balance'] }
    }),
  )
  const data = { customer: { name: `${givenName} ${familyName}`, email, accounts: list } }
  return { content: jsonContent({ data }) }
}

function partnerRoutes(world: World): readonly Route[] {
  const partner =
    (answer: Handler): Handler =>
    (incoming, values) =>
      incoming.headers['x-api-key'] === world.bank.partnerKey
        ? answer(incoming, values)
        : { status: 401, content: problem(401, 'The API key is not known.') }
  const balance: Handler = async (incoming, [iban = '']) =>
    replyOf(await forward(world, incoming, { host: accounts.host, url: `/v1/balances/${iban}` }))
  const batch: Handler = async (incoming) => {
    const { orders } = jsonOf(incoming)
    const wanted: readonly unknown[] = Array.isArray(orders) ? orders.slice(0, 20) : []
    for (const order of wanted) {
      const content = jsonContent(order)
      await forward(world, incoming, { host: payments.host, url: '/v1/payments', content })
    }
    const { random, now } = moment(world)
    const items = wanted.map(() => ({ id: sortableId(random, 'pay', now), status: 'accepted' }))
    return { status: 202, content: jsonContent({ accepted: items.length, items }) }
  }
  return [
    ['GET /partner/v1/accounts/{iban}/balance', partner(balance)],
    ['POST /partner/v1/payments/batch', partner(batch)],
  ]
}
