import { jsonContent } from '../content.ts'
import { padded } from '../identity-numbers.ts'
import { hourMs, isoDate, isoSeconds } from '../time.ts'
import { problem } from './passed.ts'
import type { Reply, Step, Visit } from './visit.ts'

export const branches: readonly string[] = [
  'springfield-main',
  'richmond-west',
  'portland-pearl',
  'austin-congress',
  'albany-state',
  'denver-union',
]

export function showBranch(visit: Visit): Step {
  const { random } = visit
  const known = random.chance(0.95)
  const branch = known ? random.pick(branches) : 'springfeild'
  return { method: 'GET', url: `/v1/branches/${branch}`, reply: branchReply(branch) }
}

export function branchReply(branch: string): Reply {
  if (!branches.includes(branch)) {
    return { status: 404, content: problem(404, 'There is no such branch.') }
  }
  const record = {
    slug: branch,
    name: branch.split('-').map(capitalised).join(' '),
    phone: `+1-202-555-01${padded(branch.length, 2)}`,
    hours: { mon_fri: '09:00-17:00', sat: '10:00-14:00', sun: null },
    services: ['cash', 'advice', 'safe_deposit'],
    location: { lat: 38.9 + branch.length / 100, lon: -77.03 - branch.length / 100 },
  }
  return { content: jsonContent(record) }
}

export function capitalised(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}

export function showRate(visit: Visit): Step {
  const currency = visit.random.pick(['EUR', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD', 'SEK'])
  return { method: 'GET', url: `/v1/rates/${currency}`, reply: rateReply(visit, currency) }
}

export function rateReply(visit: Visit, currency: string): Reply {
  const { random, now } = visit
  const mid = 0.5 + random.unit()
  const rate = {
    base: 'USD',
    currency,
    mid: mid.toFixed(5),
    buy: (mid * 0.99).toFixed(5),
    sell: (mid * 1.01).toFixed(5),
  }
  return { content: jsonContent({ ...rate, as_of: isoSeconds(now), history: history(visit, mid) }) }
}

function history(visit: Visit, mid: number) {
  return Array.from({ length: 14 }, (_, index) => ({
    date: isoDate(visit.now - (index + 1) * 24 * hourMs),
    mid: (mid * (0.98 + visit.random.unit() * 0.04)).toFixed(5),
  }))
}
