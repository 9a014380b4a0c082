import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DoorDesk } from '../doors/doors.ts'
import type { Hub } from '../hub.ts'
import { ingestPath, type RequestHandler } from '../ingest/ingest.ts'
import { refusal, refuse } from './answer.ts'
import { answerHealth } from './health.ts'
import { isAllowedHost } from './host-check.ts'

export interface Routes {
  readonly hub: Pick<Hub, 'problems'>
  readonly ingest: RequestHandler
  readonly doors: Pick<DoorDesk, 'handle'>
  /** Everything else, for hosts that are allowed. */
  readonly api: RequestHandler
  readonly allowedHosts: readonly string[]
}

export function createRouter({ hub, ingest, doors, api, allowedHosts }: Routes): RequestHandler {
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (path === ingestPath) ingest(request, response)
    else if (doors.handle(path, request, response)) return
    else if (answerHealth(hub, path, request, response)) return
    else if (isAllowedHost(request.headers.host, allowedHosts)) api(request, response)
    else misdirected(request, response)
  }
}

function misdirected(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  refuse(
    response,
    refusal(421, 'Unknown host', 'Name this host in server.allowed_hosts to reach Weir by it.'),
  )
}
