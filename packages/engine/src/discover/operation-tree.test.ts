import { describe, expect, it } from 'vitest'
import { hashText } from '../lib/sip-hash.ts'
import { deriveOperations } from './operation-tree.ts'
import type { OperationTree } from './route-match.ts'
import { newRoutes, recordRoute, type Routes } from './routes.ts'
import { decodeTokens, encodeTokens, tokenise } from './tokens.ts'

const seed = { low: 5, high: 6 }

interface Story {
  /** `GET /path`, optionally ` -> status` and ` ~ shape of the response`. */
  readonly calls: readonly string[]
}

let clock = 0

function tell(routes: Routes, { calls }: Story): void {
  for (const call of calls) {
    const [, method = '', path = '', status = '200', shape = ''] =
      /^(\S+) (\S*)(?: -> (\d+|none))?(?: ~ (\S+))?$/.exec(call) ?? []
    const code = status === 'none' ? null : Number(status)
    clock += 1
    recordRoute(
      routes,
      tokenise(method, path, seed),
      {
        outcome: code === null ? 'unknown' : code < 400 ? 'success' : 'failure',
        status: code,
        actor: hashText(`actor ${clock}`, seed),
        responseShape: shape === '' ? 0 : hashText(shape, seed).low,
        ts: clock,
        vouched: false,
      },
      seed,
    )
  }
}

function learn(...calls: readonly string[]): OperationTree {
  const routes = newRoutes()
  tell(routes, { calls })
  return deriveOperations(routes)
}

function templates(tree: OperationTree): readonly string[] {
  return tree.operations.map(({ method, template }) => `${method} ${template}`)
}

const times = (count: number, call: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => call(index))

const names = 'anna boris carla dmitri elena farid greta hugo irene jonas karin lars'.split(' ')

describe('what is a parameter', () => {
  it.each([
    ['numbers', ['/users/812', '/users/977', '/users/1034'], '/users/{userId}'],
    [
      'UUIDs',
      [
        '/carts/0b0b9b5e-3a0c-4df4-8f0a-2f9f0c9f4a11/items',
        '/carts/6fa459ea-ee8a-3ca4-894e-db77e160355e/items',
      ],
      '/carts/{cartId}/items',
    ],
    [
      'order numbers',
      ['/orders/INV-2041', '/orders/INV-2042', '/orders/INV-2077'],
      '/orders/{orderId}',
    ],
    ['e-mail addresses', ['/companies/a@x.org', '/companies/b@x.org'], '/companies/{companyId}'],
    ['dates', ['/rates/2024-05-01', '/rates/2024-05-02', '/rates/2024-05-03'], '/rates/{rateId}'],
    ['one number under a collection', ['/users/42'], '/users/{userId}'],
    ['numbers with a format', ['/people/412.json', '/people/977.json'], '/people/{peopleId}.json'],
    ['numbers with a verb', ['/jobs/412:cancel', '/jobs/977:cancel'], '/jobs/{jobId}:cancel'],
  ])('takes %s for values', (_, paths, template) => {
    const [operation] = learn(...paths.map((path) => `GET ${path}`)).operations
    expect(operation?.template).toBe(template)
  })

  it('takes names for values when each has the same sub-tree', () => {
    const tree = learn(
      ...times(36, (index) => `GET /users/${names[index % 12]}/orders ~ list-of-orders`),
      ...times(24, (index) => `GET /users/${names[index % 12]} ~ user`),
      ...times(30, () => 'GET /health ~ health'),
    )
    expect(templates(tree)).toEqual([
      'GET /health',
      'GET /users/{userId}',
      'GET /users/{userId}/orders',
    ])
  })

  it('takes slugs that hardly repeat for values', () => {
    const adjectives = ['red', 'big', 'old', 'shy', 'odd']
    const nouns = ['lamp', 'sofa', 'desk', 'vase']
    const slugs = adjectives.flatMap((one) => nouns.map((other) => `${one}-${other}`))
    const tree = learn(
      ...slugs.map((slug) => `GET /products/${slug} ~ product`),
      ...times(20, () => 'GET /products ~ products'),
      ...times(20, () => 'GET /cart ~ cart'),
    )
    expect(templates(tree)).toEqual(['GET /cart', 'GET /products', 'GET /products/{productId}'])
  })

  it('names parameters after what they follow, each name once', () => {
    const tree = learn('GET /users/812/users/977', 'GET /users/813/users/978')
    expect(templates(tree)).toEqual(['GET /users/{userId}/users/{userId2}'])
    expect(tree.operations[0]?.parameters).toMatchObject([
      { name: 'userId', segment: 1, shape: 'integer' },
      { name: 'userId2', segment: 3, shape: 'integer' },
    ])
    expect(tree.operations[0]?.parameters[0]?.reason).toMatch(/2 different values in 2 calls/)
  })
})

describe('what is a word', () => {
  it('keeps siblings with different sub-trees apart', () => {
    const tree = learn(
      ...times(10, (index) => `GET /users/${500 + index}/orders`),
      ...times(10, (index) => `POST /stock/${500 + index}/refill`),
      ...times(10, () => 'GET /reports/daily'),
    )
    expect(templates(tree)).toEqual([
      'GET /reports/daily',
      'POST /stock/{stockId}/refill',
      'GET /users/{userId}/orders',
    ])
  })

  it('keeps a word beside values', () => {
    const tree = learn(
      ...times(40, (index) => `GET /logs/${1000 + index * 7} ~ entry`),
      ...times(25, () => 'GET /logs/metadata ~ metadata'),
      ...times(8, () => 'GET /logs/search ~ hits'),
    )
    expect(templates(tree)).toEqual(['GET /logs/metadata', 'GET /logs/search', 'GET /logs/{logId}'])
  })

  it('keeps versions and locales of the beginning', () => {
    const tree = learn(
      ...times(10, (index) => `GET /v1/users/${500 + index}`),
      ...times(10, () => 'GET /api/2/status'),
      ...times(10, () => 'GET /2.0/files'),
    )
    expect(templates(tree)).toEqual([
      'GET /2.0/files',
      'GET /api/2/status',
      'GET /v1/users/{userId}',
    ])
  })

  it('keeps the vocabulary of an API whose collections all answer alike', () => {
    const nouns = 'invoices payments refunds customers cards payouts disputes balances events files'
    const collections = nouns.split(' ')
    const tree = learn(
      ...times(1_500, (index) => `GET /api/${collections[index % 10]} ~ page`),
      ...times(1_500, (index) => `GET /api/${collections[index % 10]}/${1000 + index} ~ entity`),
    )
    expect(tree.operations).toHaveLength(20)
  })

  it('keeps a code that is always the same', () => {
    const tree = learn(...times(30, () => 'GET /feeds/top-100/items'))
    expect(templates(tree)).toEqual(['GET /feeds/top-100/items'])
  })

  it('tells operations apart by method and gives the root its slash', () => {
    const tree = learn('GET /', 'POST /', 'GET /a/')
    expect(templates(tree)).toEqual(['GET /', 'POST /', 'GET /a/'])
  })
})

describe('repair', () => {
  it('turns words into a parameter when more of the same come', () => {
    const routes = newRoutes()
    tell(routes, { calls: ['GET /teams/anna ~ team', ...times(9, () => 'GET /status ~ ok')] })
    expect(templates(deriveOperations(routes))).toContain('GET /teams/anna')
    const calls = names.map((name) => `GET /teams/${name} ~ team`)
    tell(routes, { calls: [...calls, ...times(20, () => 'GET /status ~ ok')] })
    expect(templates(deriveOperations(routes))).toEqual(['GET /status', 'GET /teams/{teamId}'])
  })

  it('splits a word off again when it turns out to be one', () => {
    const routes = newRoutes()
    tell(routes, { calls: times(20, (index) => `GET /notes/note-${index + 10} ~ note`) })
    tell(routes, { calls: ['GET /notes/archive ~ note'] })
    tell(routes, { calls: times(60, () => 'GET /notes/archive/settings ~ settings') })
    tell(routes, { calls: times(60, () => 'POST /notes/archive ~ archived') })
    expect(templates(deriveOperations(routes))).toContain('POST /notes/archive')
  })
})

describe('noise', () => {
  const busy = times(20, (index) => `GET /users/${500 + index} ~ user`)

  it('does not make operations of what nobody succeeds on', () => {
    const tree = learn(...busy, 'GET /wp-login.php -> 404', 'GET /.env -> 403', 'GET /admin -> 401')
    expect(templates(tree)).toEqual(['GET /users/{userId}'])
    for (const path of ['/wp-login.php', '/.env', '/admin']) {
      expect(tree.match(tokenise('GET', path, seed))).toBeNull()
    }
  })

  it('finds the known operation of a refused request', () => {
    const tree = learn(...busy, 'GET /users/99999 -> 404')
    expect(tree.match(tokenise('GET', '/users/99999', seed))?.template).toBe('/users/{userId}')
  })

  it('marks what is handled but never succeeds', () => {
    const tree = learn(...busy, ...times(5, () => 'POST /users/import -> 422'))
    const label = tree.operations.find(({ method }) => method === 'POST')?.label
    expect(label).toBe('rejected-only')
  })

  it('learns from requests without responses where the service shows none', () => {
    const tree = learn(...times(5, (index) => `GET /users/${500 + index} -> none`))
    expect(templates(tree)).toEqual(['GET /users/{userId}'])
  })

  it('lets vouched requests count whatever their answer', () => {
    const routes = newRoutes()
    const sighting = {
      outcome: 'failure' as const,
      status: 404,
      actor: { low: 0, high: 0 },
      responseShape: 0,
      ts: 1,
      vouched: true,
    }
    recordRoute(routes, tokenise('GET', '/backup', seed), sighting, seed)
    expect(templates(deriveOperations(routes))).toEqual(['GET /backup'])
  })
})

describe('matching', () => {
  it('works on tokens read back from a row', () => {
    const tree = learn('GET /users/812/orders', 'GET /users/977/orders', 'GET /users/978/orders')
    const row = encodeTokens(tokenise('GET', '/users/5555/orders', seed))
    const tokens = decodeTokens(row)
    expect(tokens === null ? null : tree.match(tokens)?.template).toBe('/users/{userId}/orders')
  })

  it('prefers the word and falls back to the parameter', () => {
    const tree = learn(
      ...times(20, (index) => `GET /users/${500 + index}/orders ~ orders`),
      ...times(20, () => 'GET /users/me ~ me'),
      ...times(
        20,
        (index) => `GET /users/user${'abcdefgh'[index % 8]}${index + 10}/orders ~ orders`,
      ),
    )
    const find = (path: string): string | undefined =>
      tree.match(tokenise('GET', path, seed))?.template
    expect(find('/users/me')).toBe('/users/me')
    expect(find('/users/me/orders') ?? '/users/{userId}/orders').toBe('/users/{userId}/orders')
    expect(find('/users/777/orders')).toBe('/users/{userId}/orders')
  })
})
