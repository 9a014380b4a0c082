import { formContent, jsonContent } from '../content.ts'
import { minuteMs, secondMs } from '../time.ts'
import { actions } from './actions.ts'
import { problem } from './passed.ts'
import type { Customer } from './cast.ts'
import { assets, assetStep, favicon, page } from './pages.ts'
import { me, refreshToken, tokenLifeMs, tokenOf, tokens } from './tokens.ts'
import { type Client, pause, type Step, throughEdge, type Visit } from './visit.ts'

interface SignedIn {
  readonly client: Client
  readonly token: string
  readonly until: number
}

/** A customer comes by: signs in, does some things, goes. */
export function session(visit: Visit, customer: Customer): void {
  const client = {
    address: visit.random.pick(customer.addresses),
    userAgent: customer.userAgent,
  }
  if (!customer.usesApp) openPage(visit, client)
  let signedIn = signIn(visit, client, customer)
  const steps = 2 + Math.floor(visit.random.wait(7))
  for (let step = 0; step < steps; step += 1) {
    pause(visit, visit.random.chance(0.03) ? 25 * minuteMs : 14 * secondMs)
    if (visit.now > signedIn.until) signedIn = refresh(visit, client, customer)
    const [, action] = actions[visit.random.weighted(weights)] ?? []
    if (action !== undefined) throughEdge(visit, signedIn.client, action(visit, customer))
  }
}

const weights = actions.map(([weight]) => weight)

function openPage(visit: Visit, client: Client): void {
  throughEdge(visit, client, page)
  for (const file of assets) {
    if (visit.random.chance(0.45)) throughEdge(visit, client, assetStep(visit, file))
  }
  if (visit.random.chance(0.3)) throughEdge(visit, client, favicon)
  pause(visit, 6 * secondMs)
}

/** One in twelve mistypes the password first. */
function signIn(visit: Visit, client: Client, customer: Customer): SignedIn {
  const ask = signInAsk(visit, customer)
  if (visit.random.chance(1 / 12)) {
    const reply = { status: 401, content: problem(401, 'The name or the password is wrong.') }
    throughEdge(visit, client, { ...ask, reply })
    pause(visit, 9 * secondMs)
  }
  const signedIn = withToken(visit, client, customer)
  throughEdge(visit, client, {
    ...ask,
    reply: { content: jsonContent(tokens(visit, signedIn.token)) },
  })
  pause(visit, secondMs)
  throughEdge(visit, signedIn.client, me(customer))
  return signedIn
}

export function signInAsk(visit: Visit, { person, usesApp }: Customer): Omit<Step, 'reply'> {
  const username = person.email
  const password = visit.random.text('abcdefghjkmnpqrstuvwxyz23456789-', 14)
  if (!usesApp)
    return { method: 'POST', url: '/login', content: formContent({ username, password }) }
  const grant = { grant_type: 'password', client_id: 'bank-app', username, password }
  return { method: 'POST', url: '/auth/token', content: jsonContent(grant) }
}

function refresh(visit: Visit, client: Client, customer: Customer): SignedIn {
  const signedIn = withToken(visit, client, customer)
  throughEdge(visit, client, {
    method: 'POST',
    url: '/auth/refresh',
    content: jsonContent({ grant_type: 'refresh_token', refresh_token: refreshToken(visit) }),
    reply: { content: jsonContent(tokens(visit, signedIn.token)) },
  })
  pause(visit, secondMs)
  return signedIn
}

function withToken(visit: Visit, client: Client, customer: Customer): SignedIn {
  const until = visit.now + tokenLifeMs
  const token = tokenOf(visit, customer)
  return { until, token, client: { ...client, headers: { authorization: `Bearer ${token}` } } }
}
