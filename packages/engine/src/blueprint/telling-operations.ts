import { reservedWords } from '../discover/index.ts'
import type { OperationStats } from './operation-stats.ts'

/** What servers answer whatever their work is. */
const choreWords: ReadonlySet<string> = new Set(
  (
    'live livez liveness alive ready readyz readiness startup startupz heartbeat up actuator prometheus ' +
    'favicon.ico robots.txt sitemap.xml security.txt .well-known index index.html assets static v'
  ).split(' '),
)

const version = /^v?\d{1,4}(?:\.\d{1,4}){0,2}$/i

/**
 * Whether an operation says what a host is for: one that was answered with something other than a page, for
 * a catch-all answers any path with a page, at a path with a word that not every server has.
 *
 * @param operation `GET /users/{}`
 */
export function isTelling(operation: string, stats: OperationStats): boolean {
  if (!isAnswered(stats)) return false
  const segments = operation.slice(operation.indexOf(' ') + 1).split('/')
  return segments.some((segment) => {
    const word = segment.toLowerCase()
    if (word === '' || word.includes('{}')) return false
    return !reservedWords.has(word) && !choreWords.has(word) && !version.test(word)
  })
}

/** Redirections lead elsewhere, and refusals may come from whoever stands in front. */
function isAnswered({ statuses, media }: OperationStats): boolean {
  const isFine = [...statuses.keys()].some((status) => showsWork(Number(status)))
  const bodies = [...media.entries.keys()].filter((name) => name.startsWith('2'))
  return isFine && (bodies.length === 0 || bodies.some((name) => !name.endsWith(' text/html')))
}

/** Whether an answer of this status shows that the host has the operation. */
export function showsWork(status: number): boolean {
  return status >= 200 && status < 300
}
