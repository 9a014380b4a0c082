import { isoDate } from '../time.ts'
import { jsonContent, textContent } from '../content.ts'
import type { Route } from './http-server.ts'
import { moment, type World } from './world.ts'

/** The bank's blog and the credit bureau: other people's machines, where no sensor looks. */
export function outsideRoutes(world: World): readonly Route[] {
  return [
    [
      'GET /posts/{slug}',
      (_incoming, [slug = '']) => ({
        content: textContent('text/html; charset=utf-8', postPage(slug)),
      }),
    ],
    [
      'POST /v2/reports',
      () => ({ status: 202, content: jsonContent({ id: world.random.uuid(), status: 'pending' }) }),
    ],
    [
      'GET /v2/reports/{id}',
      (_incoming, [id = '']) => {
        const { random, now } = moment(world)
        const score = {
          score: random.int(480, 830),
          model: 'B7',
          open_accounts: random.int(1, 14),
          defaults: 0,
        }
        return { content: jsonContent({ id, status: 'ready', ...score, as_of: isoDate(now) }) }
      },
    ],
  ]
}

function postPage(slug: string): string {
  const title = slug.replaceAll('-', ' ')
  return `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`
}
