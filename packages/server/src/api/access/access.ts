import type { IncomingHttpHeaders } from 'node:http'
import type { Problem } from '@weir/schema/api'
import { isAllowedHost } from '../../http/host-check.ts'
import type { Asker } from '../handler.ts'
import { problemOf } from '../outcome.ts'
import { carriesToken } from './bearer.ts'
import { createLinks } from './links.ts'
import { createSessions } from './sessions.ts'

export interface AccessOptions {
  /** Signs sessions. */
  readonly session: Uint8Array
  /** Bearer token of machines. */
  readonly apiToken: string
  readonly allowedHosts: readonly string[]
}

export type Admission =
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** `cookie` is to be set. */
  | { readonly kind: 'admitted'; readonly by: Asker; readonly cookie: string | null }

export interface Access {
  /** Null where the Host header names this server; asked before anything else. */
  hostProblem(headers: IncomingHttpHeaders): Problem | null
  admit(method: string, headers: IncomingHttpHeaders, nowMs: number): Admission
  /** Token of a new link that opens the console once. */
  link(): string
  /** The cookie a link is worth; null where it is not valid, or no more. */
  redeem(token: string, nowMs: number): string | null
}

const notSignedIn = problemOf(
  'NOT_SIGNED_IN',
  'Open the link `weir serve` printed at its start, or send `Authorization: Bearer` with the API token.',
)

export function createAccess({ session, apiToken, allowedHosts }: AccessOptions): Access {
  const links = createLinks()
  const sessions = createSessions(session)
  return {
    hostProblem: ({ host }) =>
      isAllowedHost(host, allowedHosts)
        ? null
        : problemOf(
            'HOST_NOT_ALLOWED',
            'This host name is not one Weir answers to. Use its address, or add the name to `server.allowed_hosts`.',
          ),
    admit: (method, headers, nowMs) => {
      if (carriesToken(headers.authorization, apiToken)) {
        return { kind: 'admitted', by: 'api-token', cookie: null }
      }
      const state = sessions.check(headers.cookie, nowMs)
      if (state === 'none') return { kind: 'refused', problem: notSignedIn }
      if (!isReading(method) && !isSameOrigin(headers)) {
        const detail = 'A page of another site may not change anything here with your session.'
        return { kind: 'refused', problem: problemOf('ORIGIN_NOT_ALLOWED', detail) }
      }
      const cookie = state === 'renew' ? sessions.issue(nowMs) : null
      return { kind: 'admitted', by: 'console', cookie }
    },
    link: () => links.issue(),
    redeem: (token, nowMs) => (links.redeem(token) ? sessions.issue(nowMs) : null),
  }
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** SameSite keeps other sites out already; this also keeps out other ports of this host. */
function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const { origin, host } = headers
  if (origin === undefined) return true
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}
