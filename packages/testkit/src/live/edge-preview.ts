import { edge } from '../bank/network.ts'
import { problem } from '../bank/passed.ts'
import type { Reply } from '../bank/visit.ts'
import { jsonContent, textContent } from '../content.ts'
import type { Incoming } from './http-server.ts'
import type { World } from './world.ts'

/**
 * The link preview, with the bug the breach abuses: it fetches whatever address it is given, the
 * metadata service of its own machine included.
 */
export async function preview(world: World, { query }: Incoming): Promise<Reply> {
  const target = targetOf(query.get('url') ?? '')
  if (target === null || !world.knows(target.hostname)) return unavailable
  const url = `${target.pathname}${target.search}`
  const headers = { 'user-agent': edge.userAgent }
  const {
    status,
    body,
    headers: fields,
  } = await world.call({ host: target.hostname, method: 'GET', url, headers })
  if (status !== 200) return unavailable
  const text = body.toString()
  const title = /<title>([^<]*)<\/title>/.exec(text)?.[1]
  if (title === undefined || !(fields['content-type'] ?? '').startsWith('text/html')) {
    return { content: textContent('text/plain', text) }
  }
  return { content: jsonContent({ url: target.href, title, image: null }) }
}

const unavailable: Reply = { status: 502, content: problem(502, 'The page cannot be shown.') }

function targetOf(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) ? url : null
}
