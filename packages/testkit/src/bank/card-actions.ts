import { jsonContent } from '../content.ts'
import { isoDate, isoSeconds } from '../time.ts'
import { application } from './applications.ts'
import type { Customer } from './cast.ts'
import { cards, creditBureau, customers } from './network.ts'
import { passed, problem } from './passed.ts'
import { cardRecord, customerRecord, sortableId } from './records.ts'
import type { Behind, Step, Visit } from './visit.ts'

export function showCard(visit: Visit, customer: Customer): Step {
  const status = visit.random.chance(0.96) ? 'active' : 'frozen'
  const content = jsonContent(cardRecord(customer.card, customer, status))
  return passed(cards, 'GET', `/v1/cards/${customer.card.id}`, { content })
}

export function freezeCard(visit: Visit, customer: Customer): Step {
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

/** The cards service looks for the applicant among the customers and asks a credit bureau. */
export function applyForCard(visit: Visit, customer: Customer): Step {
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
