import {
  formContent,
  gzipped,
  jsonContent,
  ndjsonContent,
  noContent,
  textContent,
} from '../content.ts'
import { padded } from '../identity-numbers.ts'
import { type PostalAddress, postalAddress } from '../people.ts'
import { hourMs, isoDate, isoSeconds } from '../time.ts'
import { application } from './applications.ts'
import type { Account, Customer } from './cast.ts'
import { accounts, blog, cards, creditBureau, customers, payments } from './network.ts'
import {
  accountRecord,
  cardRecord,
  customerRecord,
  monthBefore,
  paymentOrder,
  sortableId,
  transactionRecords,
} from './records.ts'
import { documentBehind } from './object-calls.ts'
import { statementKey, statements } from './store.ts'
import type { Behind, Reply, Step, Visit } from './visit.ts'

/** Something a signed-in customer does. */
export type Action = (visit: Visit, customer: Customer) => Step

/** Each action with how often it is taken, out of all. */
export const actions: readonly (readonly [number, Action])[] = [
  [14, listAccounts],
  [10, showAccount],
  [24, listTransactions],
  [9, showCard],
  [2, freezeCard],
  [9, pay],
  [6, showPayment],
  [4, showCustomer],
  [2, changeAddress],
  [5, showBranch],
  [6, showRate],
  [5, downloadStatement],
  [2, exportTransactions],
  [2, applyForCard],
  [7, overview],
  [3, previewLink],
  [2, contactSupport],
]

function anyAccount(visit: Visit, customer: Customer): Account {
  return visit.random.pick(customer.accounts)
}

/** The edge passes on what one service answers to one question. */
function passed(
  to: Behind['to'],
  method: string,
  url: string,
  reply: Reply,
  content = noContent,
): Step {
  return { method, url, content, reply, behind: [{ to, method, url, content, reply }] }
}

function listAccounts(visit: Visit, customer: Customer): Step {
  const items = customer.accounts.map((account) => accountRecord(visit.random, account, customer))
  const reply = { content: jsonContent({ items, count: items.length }) }
  return {
    method: 'GET',
    url: `/v1/customers/${customer.id}/accounts`,
    reply,
    behind: [
      { to: accounts, method: 'GET', url: `/v1/accounts?customer_id=${customer.id}`, reply },
    ],
  }
}

function showAccount(visit: Visit, customer: Customer): Step {
  const account = anyAccount(visit, customer)
  const content = jsonContent(accountRecord(visit.random, account, customer))
  return passed(accounts, 'GET', `/v1/accounts/${account.id}`, { content })
}

function listTransactions(visit: Visit, customer: Customer): Step {
  const { random, now } = visit
  const account = anyAccount(visit, customer)
  const limit = random.pick([10, 20, 20, 50])
  const from = isoDate(now - random.pick([7, 30, 30, 90]) * 24 * hourMs)
  const items = transactionRecords(random, account, now, random.int(2, Math.min(limit, 18)))
  const content = jsonContent({
    items,
    next: items.length === limit ? sortableId(random, 'cur', now) : null,
  })
  return passed(
    accounts,
    'GET',
    `/v1/accounts/${account.id}/transactions?from=${from}&limit=${limit}`,
    { content },
  )
}

function exportTransactions(visit: Visit, customer: Customer): Step {
  const { random, now } = visit
  const account = anyAccount(visit, customer)
  const items = transactionRecords(random, account, now, random.int(15, 40))
  const url = `/v1/accounts/${account.id}/transactions`
  return {
    method: 'GET',
    url: `${url}/export?format=ndjson`,
    reply: { content: ndjsonContent(items) },
    behind: [
      {
        to: accounts,
        method: 'GET',
        url: `${url}?limit=500`,
        reply: { content: jsonContent({ items, next: null }) },
      },
    ],
  }
}

function showCard(visit: Visit, customer: Customer): Step {
  const status = visit.random.chance(0.96) ? 'active' : 'frozen'
  const content = jsonContent(cardRecord(customer.card, customer, status))
  return passed(cards, 'GET', `/v1/cards/${customer.card.id}`, { content })
}

function freezeCard(visit: Visit, customer: Customer): Step {
  const reason = visit.random.pick(['lost', 'stolen', 'travel', 'other'])
  const frozen = cardRecord(customer.card, customer, 'frozen')
  const reply = visit.random.chance(0.9)
    ? { content: jsonContent(frozen) }
    : { status: 409, content: problem(409, 'The card is already frozen.') }
  return passed(
    cards,
    'POST',
    `/v1/cards/${customer.card.id}:freeze`,
    reply,
    jsonContent({ reason }),
  )
}

function pay(visit: Visit, customer: Customer): Step {
  const { random, now, bank } = visit
  const order = paymentOrder(random, anyAccount(visit, customer), random.pick(bank.customers), now)
  const reply = random.chance(0.94)
    ? {
        status: 201,
        content: jsonContent({ id: sortableId(random, 'pay', now), status: 'accepted', ...order }),
      }
    : { status: 422, content: problem(422, 'The balance does not cover this payment.') }
  return passed(payments, 'POST', '/v1/payments', reply, jsonContent(order))
}

function showPayment(visit: Visit, customer: Customer): Step {
  const { random, now, bank } = visit
  const id = sortableId(random, 'pay', now - random.wait(30) * hourMs)
  const order = paymentOrder(random, anyAccount(visit, customer), random.pick(bank.customers), now)
  const settled = { id, status: 'settled', ...order, settled_at: isoSeconds(now - hourMs) }
  const reply = random.chance(0.95)
    ? { content: jsonContent(settled) }
    : { status: 404, content: problem(404, 'There is no such payment.') }
  return passed(payments, 'GET', `/v1/payments/${id}`, reply)
}

function showCustomer(_visit: Visit, customer: Customer): Step {
  const url = `/v1/customers/${customer.id}`
  const content = jsonContent(customerRecord(customer, false))
  const whole = { content: jsonContent(customerRecord(customer, true)) }
  return {
    method: 'GET',
    url,
    reply: { content },
    behind: [{ to: customers, method: 'GET', url, reply: whole }],
  }
}

function changeAddress(visit: Visit, customer: Customer): Step {
  const address = addressOnTheWire(postalAddress(visit.random))
  const reply = {
    content: jsonContent({ id: customer.id, address, updated_at: isoSeconds(visit.now) }),
  }
  return passed(
    customers,
    'PUT',
    `/v1/customers/${customer.id}/address`,
    reply,
    jsonContent(address),
  )
}

function addressOnTheWire({ street, city, state, postalCode }: PostalAddress) {
  return { street, city, state, postal_code: postalCode, country: 'US' }
}

const branches = [
  'springfield-main',
  'richmond-west',
  'portland-pearl',
  'austin-congress',
  'albany-state',
  'denver-union',
]

function showBranch(visit: Visit): Step {
  const { random } = visit
  const known = random.chance(0.95)
  const branch = known ? random.pick(branches) : 'springfeild'
  const content = known
    ? jsonContent({
        slug: branch,
        name: branch.split('-').map(capitalised).join(' '),
        phone: `+1-202-555-01${padded(branch.length, 2)}`,
        hours: { mon_fri: '09:00-17:00', sat: '10:00-14:00', sun: null },
        services: ['cash', 'advice', 'safe_deposit'],
        location: { lat: 38.9 + branch.length / 100, lon: -77.03 - branch.length / 100 },
      })
    : problem(404, 'There is no such branch.')
  return {
    method: 'GET',
    url: `/v1/branches/${branch}`,
    reply: { status: known ? 200 : 404, content },
  }
}

function capitalised(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}

function showRate(visit: Visit): Step {
  const { random, now } = visit
  const currency = random.pick(['EUR', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD', 'SEK'])
  const mid = 0.5 + random.unit()
  const rate = {
    base: 'USD',
    currency,
    mid: mid.toFixed(5),
    buy: (mid * 0.99).toFixed(5),
    sell: (mid * 1.01).toFixed(5),
  }
  const content = jsonContent({ ...rate, as_of: isoSeconds(now), history: history(visit, mid) })
  return { method: 'GET', url: `/v1/rates/${currency}`, reply: { content } }
}

function history(visit: Visit, mid: number) {
  return Array.from({ length: 14 }, (_, index) => ({
    date: isoDate(visit.now - (index + 1) * 24 * hourMs),
    mid: (mid * (0.98 + visit.random.unit() * 0.04)).toFixed(5),
  }))
}

function downloadStatement(visit: Visit, customer: Customer): Step {
  const account = anyAccount(visit, customer)
  const month = monthBefore(visit.now, visit.random.int(1, 3))
  const key = statementKey(account.id, month)
  const content = visit.bank.store.content(key)
  const headers = { 'content-disposition': `attachment; filename="statement-${month}.pdf"` }
  return {
    method: 'GET',
    url: `/v1/statements/${account.id}/${month}`,
    reply: { content, headers },
    behind: [documentBehind(visit, statements, key)],
  }
}

/** The cards service looks for the applicant among the customers and asks a credit bureau. */
function applyForCard(visit: Visit, customer: Customer): Step {
  const { random, now } = visit
  const { person } = customer
  const content = jsonContent(application(random, person))
  const received = {
    id: sortableId(random, 'app', now),
    status: 'in_review',
    received_at: isoSeconds(now),
  }
  const step = passed(
    cards,
    'POST',
    '/v1/applications',
    { status: 202, content: jsonContent(received) },
    content,
  )
  const found = { items: [customerRecord(customer, true)], count: 1 }
  const search: Behind = {
    from: cards,
    to: customers,
    method: 'POST',
    url: '/v1/customers/search',
    content: jsonContent({ email: person.email, date_of_birth: person.birthDate }),
    reply: { content: jsonContent(found) },
  }
  return { ...step, behind: [...(step.behind ?? []), search, ...creditReport(visit, customer)] }
}

function creditReport(visit: Visit, { person }: Customer): readonly Behind[] {
  const { random, now } = visit
  const id = random.uuid()
  const subject = { first_name: person.givenName, last_name: person.familyName, ssn: person.ssn }
  const score = {
    score: random.int(480, 830),
    model: 'B7',
    open_accounts: random.int(1, 14),
    defaults: 0,
  }
  const at = { from: cards, to: creditBureau, headers: { 'x-client-id': 'small-bank' } }
  return [
    {
      ...at,
      method: 'POST',
      url: '/v2/reports',
      content: jsonContent({ subject, purpose: 'card_application' }),
      reply: { status: 202, content: jsonContent({ id, status: 'pending' }) },
    },
    {
      ...at,
      method: 'GET',
      url: `/v2/reports/${id}`,
      reply: { content: jsonContent({ id, status: 'ready', ...score, as_of: isoDate(now) }) },
    },
  ]
}

const overviewQuery =
  'query Overview($customerId: ID!, $last: Int = 5) { customer(id: $customerId) { name email accounts { id iban balance transactions(last: $last) { amount merchant } } } }'

function overview(visit: Visit, customer: Customer): Step {
  const { random, now } = visit
  const list = customer.accounts.map((account) => ({
    id: account.id,
    iban: account.iban,
    balance: accountRecord(random, account, customer).balance.available,
    transactions: transactionRecords(random, account, now, 5).map(({ amount, counterparty }) => ({
      amount,
      merchant: counterparty.name,
    })),
  }))
  const { givenName, familyName, email } = customer.person
  const data = { customer: { name: `${givenName} ${familyName}`, email, accounts: list } }
  const failed = {
    data: null,
    errors: [{ message: 'accounts did not answer in time', path: ['customer', 'accounts'] }],
  }
  const question = {
    operationName: 'Overview',
    query: overviewQuery,
    variables: { customerId: customer.id, last: 5 },
  }
  return {
    method: 'POST',
    url: '/graphql',
    content: jsonContent(question),
    reply: { content: jsonContent(random.chance(0.98) ? { data } : failed) },
  }
}

const posts =
  'how-we-keep-cards-safe spring-savings new-branch-in-austin budgeting-for-two travel-notice first-home card-fraud-in-five-minutes paperless-statements student-accounts what-is-an-iban holiday-hours instant-payments joint-accounts-explained rates-this-autumn'.split(
    ' ',
  )

/** The link preview of the message centre: the feature the breach abuses. */
function previewLink(visit: Visit): Step {
  const slug = visit.random.pick(posts)
  const title = capitalised(slug.replaceAll('-', ' '))
  const page = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`
  return {
    method: 'GET',
    url: `/preview?url=${encodeURIComponent(`https://${blog.host}/posts/${slug}`)}`,
    reply: {
      content: jsonContent({ url: `https://${blog.host}/posts/${slug}`, title, image: null }),
    },
    behind: [
      {
        to: blog,
        method: 'GET',
        url: `/posts/${slug}`,
        reply: { content: gzipped(textContent('text/html; charset=utf-8', page)) },
      },
    ],
  }
}

function contactSupport(visit: Visit, customer: Customer): Step {
  const { givenName, familyName, email, phone } = customer.person
  const message = visit.random.pick([
    `Hello, my card was declined abroad. Please call me back on ${phone}.`,
    'How do I change the limit of my savings account? Thank you!',
    `I moved house; please write to ${email} when the new card is sent.`,
  ])
  return {
    method: 'POST',
    url: '/support/contact',
    content: formContent({ name: `${givenName} ${familyName}`, email, topic: 'question', message }),
    reply: {
      status: 202,
      content: textContent('text/plain; charset=utf-8', 'Thank you. We answer within a day.\n'),
    },
  }
}

/** An error body in the form of RFC 9457. */
export function problem(status: number, detail: string) {
  const body = { type: 'about:blank', title: 'Request failed', status, detail }
  return {
    ...jsonContent(body),
    headers: { ...jsonContent(body).headers, 'content-type': 'application/problem+json' },
  }
}
