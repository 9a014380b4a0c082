import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Hub } from '../hub.ts'
import { sendJson } from './answer.ts'

/** `/healthz`: the process lives. `/readyz`: it takes, keeps and analyses. Both without a key. */
export function answerHealth(
  hub: Pick<Hub, 'problems'>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (path !== '/healthz' && path !== '/readyz') return false
  request.resume()
  const problems = path === '/healthz' ? [] : hub.problems()
  const status = problems.length === 0 ? 'ok' : 'not ready'
  sendJson(response, problems.length === 0 ? 200 : 503, { status, problems })
  return true
}
