import { formContent, jsonContent, noContent, textContent } from '../content.ts'
import { jwt } from '../jwt.ts'
import { minuteMs, secondMs } from '../time.ts'
import { actions } from './actions.ts'
import { problem } from './passed.ts'
import type { Customer } from './cast.ts'
import { edge } from './network.ts'
import { type Client, pause, type Step, throughEdge, type Visit } from './visit.ts'

const tokenLifeMs = 15 * minuteMs
const assets = ['app.3f9c1d.js', 'app.77b0aa.css', 'logo.svg', 'vendor.9d21e4.js', 'plex.woff2']

interface SignedIn {
  readonly client: Client
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

const page: Step = {
  method: 'GET',
  url: '/',
  reply: {
    content: textContent(
      'text/html; charset=utf-8',
      '<!doctype html><html lang="en"><head><title>Small Bank</title><link rel="stylesheet" href="/assets/app.77b0aa.css"></head><body><div id="app"></div><script src="/assets/app.3f9c1d.js"></script></body></html>',
    ),
  },
}

const favicon: Step = {
  method: 'GET',
  url: '/favicon.ico',
  reply: { headers: { 'content-type': 'image/x-icon', 'cache-control': 'max-age=86400' } },
}

function assetStep(visit: Visit, file: string): Step {
  const known = visit.random.chance(0.4)
  const type = file.endsWith('.css') ? 'text/css' : 'text/javascript'
  const content = textContent(type, `/* ${file} */ export const build = "${file.split('.')[1]}"\n`)
  return {
    method: 'GET',
    url: `/assets/${file}`,
    reply: known ? { status: 304 } : { content, headers: { 'cache-control': 'max-age=31536000' } },
  }
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
  throughEdge(visit, client, { ...ask, reply: { content: jsonContent(tokens(visit, signedIn)) } })
  pause(visit, secondMs)
  throughEdge(visit, signedIn.client, me(customer))
  return signedIn
}

function signInAsk(visit: Visit, { person, usesApp }: Customer): Omit<Step, 'reply'> {
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
    reply: { content: jsonContent(tokens(visit, signedIn)) },
  })
  pause(visit, secondMs)
  return signedIn
}

function withToken(visit: Visit, client: Client, customer: Customer): SignedIn {
  const until = visit.now + tokenLifeMs
  return {
    until,
    client: { ...client, headers: { authorization: `Bearer ${tokenOf(visit, customer)}` } },
  }
}

/** The access token of a customer, as the bank's issuer signs it. */
export function tokenOf(
  { now, random }: Pick<Visit, 'now' | 'random'>,
  customer: Customer,
): string {
  return jwt({
    iss: `https://${edge.host}/auth`,
    sub: customer.subject,
    aud: edge.host,
    iat: Math.floor(now / 1_000),
    exp: Math.floor((now + tokenLifeMs) / 1_000),
    jti: random.uuid(),
    scope: 'accounts:read cards:read payments:write',
    customer_id: customer.id,
  })
}

function tokens(visit: Visit, { client }: SignedIn) {
  const bearer = client.headers?.['authorization'] ?? ''
  return {
    access_token: bearer.slice('Bearer '.length),
    token_type: 'Bearer',
    expires_in: tokenLifeMs / 1_000,
    refresh_token: refreshToken(visit),
  }
}

function refreshToken(visit: Visit): string {
  return visit.random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-', 43)
}

function me({ id, subject, person }: Customer): Step {
  const content = jsonContent({ id, subject, given_name: person.givenName, email: person.email })
  return { method: 'GET', url: '/v1/me', content: noContent, reply: { content } }
}
