import { type Content, jsonContent, noContent } from '../content.ts'
import type { Account, Customer } from './cast.ts'
import type { Behind, Reply, Step, Visit } from './visit.ts'

export function anyAccount(visit: Visit, customer: Customer): Account {
  return visit.random.pick(customer.accounts)
}

/** The edge passes on what one service answers to one question. */
export function passed(
  to: Behind['to'],
  method: string,
  url: string,
  reply: Reply,
  content = noContent,
): Step {
  return { method, url, content, reply, behind: [{ to, method, url, content, reply }] }
}

/** An error body in the form of RFC 9457. */
export function problem(status: number, detail: string): Content {
  const body = { type: 'about:blank', title: 'Request failed', status, detail }
  return {
    ...jsonContent(body),
    headers: { ...jsonContent(body).headers, 'content-type': 'application/problem+json' },
  }
}
