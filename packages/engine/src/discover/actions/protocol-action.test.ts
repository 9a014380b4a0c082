import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBody } from '../../decode/index.ts'
import { limits } from '../../limits.ts'
import { graphqlAction } from './graphql.ts'
import { protocolAction } from './protocol-action.ts'

interface Asked {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly type?: string
}

function action({
  path = '/',
  headers = {},
  body = '',
  type = 'application/json',
}: Asked): string | null {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const bytes = new TextEncoder().encode(text)
  const all = new Map(
    Object.entries({ 'content-type': type, ...headers }).map(([name, value]) => [name, [value]]),
  )
  const payload = { headers: all, body: bytes, bodySize: bytes.length, truncated: false }
  const { leaves } = decodeBody(payload)
  return protocolAction({ method: 'POST', path, headers: all, query: [], body: leaves })
}

describe('actions of protocols inside a path', () => {
  it.each<[string, Asked]>([
    [
      'query accounts, me',
      { body: { query: 'query Home($id: ID!) { me { name } mine: accounts(first: 5) { id } }' } },
    ],
    ['mutation pay', { body: { query: '# now\nmutation { pay(to: "x}{") @once { id } }' } }],
    ['query b', { body: { query: 'query A { a } query B { b }', operationName: 'B' } }],
    ['query a', { body: { query: 'fragment F on T { x } { a ...F }' } }],
    ['query a, b, c, d and 1 more', { body: { query: '{ e d c b a }' } }],
    ['query viewer', { body: 'query { viewer { id } }', type: 'application/graphql' }],
    [
      'persisted Home',
      {
        body: {
          operationName: 'Home',
          extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } },
        },
      },
    ],
    [
      'eth_getBalance',
      { body: { jsonrpc: '2.0', id: 1, method: 'eth_getBalance', params: ['0x0'] } },
    ],
    [
      'sum',
      {
        body: [
          { jsonrpc: '2.0', id: 1, method: 'sum' },
          { jsonrpc: '2.0', id: 2, method: 'b' },
        ],
      },
    ],
    [
      'tools/call get_weather',
      {
        body: {
          jsonrpc: '2.0',
          id: 7,
          method: 'tools/call',
          params: { name: 'get_weather', arguments: { city: 'Bonn' } },
        },
      },
    ],
    [
      'Greeter/SayHello',
      { path: '/helloworld.v1.Greeter/SayHello', type: 'application/grpc+proto' },
    ],
    [
      'DynamoDB_20120810.GetItem',
      {
        headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
        type: 'application/x-amz-json-1.0',
        body: {},
      },
    ],
    [
      'AssumeRole',
      {
        body: 'Action=AssumeRole&Version=2011-06-15&RoleArn=x',
        type: 'application/x-www-form-urlencoded',
      },
    ],
    [
      'GetQuote',
      { headers: { soapaction: '"urn:shop#GetQuote"' }, type: 'text/xml', body: '<a/>' },
    ],
  ])('%s', (wanted, asked) => {
    expect(action(asked)).toBe(wanted)
  })

  it('says nothing of requests that are none of these', () => {
    expect(action({ body: { query: 'shoes size 42', page: 1 } })).toBeNull()
    expect(action({ body: { method: 'pay', jsonrpc: '1.0' } })).toBeNull()
    expect(
      action({ body: 'Action=x y&Version=1', type: 'application/x-www-form-urlencoded' }),
    ).toBeNull()
    expect(action({ path: '/a/b/c', type: 'application/grpc' })).toBeNull()
  })

  it('keeps names on one line and bounded', () => {
    const method = `a\nb${'c'.repeat(5_000)}`
    const name = action({ body: { jsonrpc: '2.0', method } }) ?? ''
    expect(name.startsWith('a bc')).toBe(true)
    expect(name.length).toBeLessThanOrEqual(limits.nameChars)
  })

  it('reads any document in bounded work, and never throws', () => {
    const pieces = fc.constantFrom(
      'query',
      'fragment',
      '{',
      '}',
      '(',
      ')',
      ':',
      '...',
      '@',
      '"',
      '"""',
      '#',
      '\n',
      'a',
      ' ',
      '$',
      '[',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 80 }), (parts) => {
        graphqlAction(parts.join(''), null)
      }),
    )
    expect(graphqlAction('{ a(x: '.repeat(20_000), null)).toBe('query a')
    expect(graphqlAction('"'.repeat(60_000), null)).toBeNull()
  })
})
