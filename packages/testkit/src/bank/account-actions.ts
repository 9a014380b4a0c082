import { jsonContent, ndjsonContent } from '../content.ts'
import { hourMs, isoDate } from '../time.ts'
import type { Customer } from './cast.ts'
import { accounts } from './network.ts'
import { documentBehind } from './object-calls.ts'
import { anyAccount, passed } from './passed.ts'
import { accountRecord, monthBefore, sortableId, transactionRecords } from './records.ts'
import { statementKey, statements } from './store.ts'
import type { Step, Visit } from './visit.ts'

export function listAccounts(visit: Visit, customer: Customer): Step {
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

export function showAccount(visit: Visit, customer: Customer): Step {
  const account = anyAccount(visit, customer)
  const content = jsonContent(accountRecord(visit.random, account, customer))
  return passed(accounts, 'GET', `/v1/accounts/${account.id}`, { content })
}

export function listTransactions(visit: Visit, customer: Customer): Step {
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

export function exportTransactions(visit: Visit, customer: Customer): Step {
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

export function downloadStatement(visit: Visit, customer: Customer): Step {
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

const overviewQuery =
  'query Overview($customerId: ID!, $last: Int = 5) { customer(id: $customerId) { name email accounts { id iban balance transactions(last: $last) { amount merchant } } } }'

export function overview(visit: Visit, customer: Customer): Step {
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
