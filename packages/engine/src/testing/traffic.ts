import { decodeExchange, type Exchange } from '@weir/schema'

/** A reproducible stream of small numbers: mulberry32 (Ettinger, 2017, public domain). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Traffic of a shop with many actors, some misuse and some noise; the same for the same seed. */
export function shopTraffic(count: number, seed: number): readonly Exchange[] {
  const random = randomSource(seed)
  const pick = (most: number): number => Math.floor(random() * most)
  return Array.from({ length: count }, (_, index) => {
    const actor = pick(200)
    const kind = pick(20)
    const line = kind === 0 ? probe(actor) : kind === 1 ? misuse(actor) : call(actor, pick)
    return exchangeOf({ ts: 1_700_000_000_000 + index * 500, ...line })
  })
}

type Pick = (most: number) => number

function call(actor: number, pick: Pick): object {
  const id = 1_000 + pick(5_000)
  const paths = [
    `/v1/users/${id}`,
    `/v1/users/${id}/orders?limit=${pick(50)}`,
    '/v1/products',
    `/v1/products/${id}`,
  ]
  return {
    src: { ip: `203.0.113.${actor % 250}` },
    dst: { host: 'shop.example' },
    req: {
      method: 'GET',
      url: paths[pick(paths.length)],
      headers: { authorization: `Bearer token-of-actor-${actor}` },
    },
    res: {
      status: pick(30) === 0 ? 500 : 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id,
        email: `user${id}@example.com`,
        total: pick(9_000) / 100,
        state: ['open', 'paid', 'sent'][pick(3)],
        items: Array.from({ length: pick(4) }, (_, at) => ({ sku: `S-${pick(900)}`, line: at })),
      }),
    },
  }
}

function probe(actor: number): object {
  return {
    src: { ip: `198.51.100.${actor % 250}` },
    dst: { host: 'shop.example' },
    req: { method: 'GET', url: `/wp-admin/${actor}.php` },
    res: { status: 404 },
  }
}

function misuse(actor: number): object {
  return {
    src: { ip: `203.0.113.${actor % 250}` },
    dst: { host: 'shop.example' },
    req: {
      method: 'GET',
      url: '/v1/preview?url=http://169.254.169.254/latest/',
      headers: { authorization: `Bearer token-of-actor-${actor}` },
    },
    res: { status: 200, body: 'role' },
  }
}

export function exchangeOf(line: object): Exchange {
  const decoded = decodeExchange(line)
  if (!decoded.ok) throw new Error(decoded.problem)
  return decoded.value
}
