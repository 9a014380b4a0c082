import { edge } from '../bank/network.ts'
import { problem } from '../bank/passed.ts'
import { newTrace, type Reply } from '../bank/visit.ts'
import { binaryContent, type Content, noContent } from '../content.ts'
import { verifiedClaims } from '../jwt.ts'
import type { Answer } from './http-client.ts'
import type { Handler, Incoming } from './http-server.ts'
import type { World } from './world.ts'

/** What the edge asks a service on behalf of a client. */
export interface Forward {
  readonly host: string
  readonly method?: string
  readonly url?: string
  readonly content?: Content
}

/** Passes a request on, saying who asked, and returns the answer as it came. */
export async function forward(world: World, incoming: Incoming, to: Forward): Promise<Answer> {
  const { authorization, 'x-forwarded-for': before } = incoming.headers
  const hops = [...(before === undefined ? [] : [before]), incoming.remoteAddress]
  return world.call({
    host: to.host,
    method: to.method ?? incoming.method,
    url: to.url ?? incoming.url,
    content: to.content ?? contentOf(incoming),
    headers: {
      'user-agent': edge.userAgent,
      'x-forwarded-for': hops.join(', '),
      traceparent: newTrace(world.random).header(),
      ...(authorization === undefined ? {} : { authorization }),
    },
  })
}

function contentOf({ body, headers }: Incoming): Content {
  if (body.length === 0) return noContent
  return binaryContent(headers['content-type'] ?? 'application/octet-stream', body)
}

export function replyOf({ status, headers, body }: Answer): Reply {
  if (body.length === 0) return { status }
  return {
    status,
    content: binaryContent(headers['content-type'] ?? 'application/octet-stream', body),
  }
}

export type Claims = NonNullable<ReturnType<typeof verifiedClaims>>

/** Lets only customers with a token in. */
export function signedIn(
  answer: (incoming: Incoming, values: readonly string[], claims: Claims) => Reply | Promise<Reply>,
): Handler {
  return (incoming, values) => {
    const [scheme, token = ''] = (incoming.headers['authorization'] ?? '').split(' ')
    const claims = scheme === 'Bearer' ? verifiedClaims(token, Date.now()) : null
    if (claims !== null) return answer(incoming, values, claims)
    return { status: 401, content: problem(401, 'Sign in first.') }
  }
}
