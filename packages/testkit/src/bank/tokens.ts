import { jsonContent, noContent } from '../content.ts'
import { jwt } from '../jwt.ts'
import { minuteMs } from '../time.ts'
import type { Customer } from './cast.ts'
import { edge } from './network.ts'
import type { Step, Visit } from './visit.ts'

export const tokenLifeMs: number = 15 * minuteMs

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

/** The answer to a sign-in. */
export function tokens(
  visit: Pick<Visit, 'random'>,
  accessToken: string,
): Readonly<Record<string, unknown>> & { readonly refresh_token: string } {
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: tokenLifeMs / 1_000,
    refresh_token: refreshToken(visit),
  }
}

export function refreshToken(visit: Pick<Visit, 'random'>): string {
  return visit.random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-', 43)
}

/** Who am I? */
export function me({ id, subject, person }: Customer): Step {
  const content = jsonContent({ id, subject, given_name: person.givenName, email: person.email })
  return { method: 'GET', url: '/v1/me', content: noContent, reply: { content } }
}
