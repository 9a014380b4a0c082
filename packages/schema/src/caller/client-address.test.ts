import type { Exchange } from '../exchange.ts'
import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'
import { parseNetworks } from './networks.ts'

const networks = parseNetworks([])

function addressOf(ip: string, via: readonly string[], forwarded: readonly string[]): string {
  const exchange: Exchange = {
    kind: 'http',
    ts: 1,
    src: { ip },
    dst: { host: 'bank.example' },
    via,
    request: {
      method: 'GET',
      url: '/',
      headers: new Map([['x-forwarded-for', forwarded]]),
      body: new Uint8Array(0),
      bodySize: 0,
      truncated: false,
    },
    response: null,
  }
  return clientAddress(exchange, networks)
}

describe("the client's address", () => {
  it('is the caller where nobody stands between', () => {
    expect(addressOf('203.0.113.9', [], [])).toBe('203.0.113.9')
  })
  it('does not believe a caller from outside what it says of others', () => {
    expect(addressOf('203.0.113.9', [], ['198.51.100.1'])).toBe('203.0.113.9')
  })
  it('is what the right-most proxy of ours wrote down', () => {
    expect(addressOf('10.0.0.5', [], ['198.51.100.1, 203.0.113.9'])).toBe('203.0.113.9')
    expect(addressOf('10.0.0.5', ['10.0.0.4'], ['198.51.100.1', '203.0.113.9:4711'])).toBe(
      '203.0.113.9',
    )
  })
  it('stays with our own proxy where it wrote no address', () => {
    expect(addressOf('10.0.0.5', [], ['unknown'])).toBe('10.0.0.5')
  })
})
