import { formContent, gzipped, jsonContent, textContent } from '../content.ts'
import { type PostalAddress, postalAddress } from '../people.ts'
import { hourMs, isoSeconds } from '../time.ts'
import type { Customer } from './cast.ts'
import { blog, customers, payments } from './network.ts'
import { anyAccount, passed, problem } from './passed.ts'
import { customerRecord, paymentOrder, sortableId } from './records.ts'
import { capitalised } from './public-actions.ts'
import type { Step, Visit } from './visit.ts'

export function pay(visit: Visit, customer: Customer): Step {
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

export function showPayment(visit: Visit, customer: Customer): Step {
  const { random, now, bank } = visit
  const id = sortableId(random, 'pay', now - random.wait(30) * hourMs)
  const order = paymentOrder(random, anyAccount(visit, customer), random.pick(bank.customers), now)
  const settled = { id, status: 'settled', ...order, settled_at: isoSeconds(now - hourMs) }
  const reply = random.chance(0.95)
    ? { content: jsonContent(settled) }
    : { status: 404, content: problem(404, 'There is no such payment.') }
  return passed(payments, 'GET', `/v1/payments/${id}`, reply)
}

export function showCustomer(_visit: Visit, customer: Customer): Step {
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

export function changeAddress(visit: Visit, customer: Customer): Step {
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

const posts =
  'how-we-keep-cards-safe spring-savings new-branch-in-austin budgeting-for-two travel-notice first-home card-fraud-in-five-minutes paperless-statements student-accounts what-is-an-iban holiday-hours instant-payments joint-accounts-explained rates-this-autumn'.split(
    ' ',
  )

/** The link preview of the message centre: the feature the breach abuses. */
export function previewLink(visit: Visit): Step {
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

export function contactSupport(visit: Visit, customer: Customer): Step {
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
