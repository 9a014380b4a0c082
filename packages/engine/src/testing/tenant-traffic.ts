import type { Exchange } from '@weir/schema'
import { exchangeOf, randomSource } from './traffic.ts'

/** An answer of a host: JSON, as an API gives it. */
export function answered(host: string, method: string, url: string, at: number): Exchange {
  return exchangeOf({
    ts: 1_700_000_000_000 + at * 500,
    src: { ip: `203.0.113.${at % 250}` },
    dst: { host },
    req: { method, url, headers: { authorization: `Bearer token-${at % 97}` } },
    res: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: at, state: 'open' }),
    },
  })
}

const names =
  'ann bert cora dirk elsa finn gwen hugo ines jens kira lars mona nils olga pete rosa sven tess ulla'.split(
    ' ',
  )

const calls: readonly ((id: number) => readonly [method: string, url: string])[] = [
  (id) => ['GET', `/api/invoices/${id}`],
  () => ['GET', '/api/invoices'],
  (id) => ['POST', `/api/invoices/${id}/payments`],
  (id) => ['GET', `/api/members/${id}`],
  (id) => ['GET', `/api/members/${names[id % names.length]}`],
  () => ['GET', '/api/ledgers'],
]

/** Traffic of one API under as many hosts; the same for the same seed. */
export function tenantTraffic(hosts: number, count: number, seed: number): readonly Exchange[] {
  const random = randomSource(seed)
  const pick = (most: number): number => Math.floor(random() * most)
  return Array.from({ length: count }, (_, at) => {
    const [method, url] = (calls[pick(calls.length)] ?? calls[0])?.(1_000 + pick(9_000)) ?? ['', '']
    return answered(`t${at % hosts}.example.com`, method, url, at)
  })
}
