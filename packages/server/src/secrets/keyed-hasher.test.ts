import { readFileSync } from 'node:fs'
import { createReceiver, engineConfig } from '@weir/engine'
import { parseNetworks } from '@weir/schema/caller'
import { decodeExchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { deriveKeys, secretFromInput } from './keyed-hasher.ts'

interface Vectors {
  readonly secret_hex: string
  readonly key_id: string
  readonly vectors: readonly {
    readonly name: string
    readonly request: {
      readonly url: string
      readonly headers: object
      readonly client_cert?: string
    }
    readonly kind: string | null
    readonly hash: string | null
    readonly principal?: object
  }[]
}

const file = new URL('../../../../spec/vectors/credential.json', import.meta.url)
const golden: Vectors = JSON.parse(readFileSync(file, 'utf8'))
const keys = deriveKeys(Buffer.from(golden.secret_hex, 'hex'))

describe('credential hashes', () => {
  it('begin with the key id of their secret', () => {
    expect(keys.keyId).toBe(golden.key_id)
    expect(deriveKeys(Buffer.alloc(32)).keyId).not.toBe(golden.key_id)
  })
  for (const { name, request, kind, hash, principal } of golden.vectors) {
    it(`agree with the golden vector: ${name}`, () => {
      const { credentials, principal: found } = identityOf(request)
      expect(credentials[0]?.kind ?? null).toBe(kind)
      expect(credentials[0]?.hash ?? null).toBe(hash)
      if (principal !== undefined) expect(found).toMatchObject(principal)
    })
  }
  it('never contain the credential', () => {
    const { credentials } = identityOf({ url: '/', headers: { 'x-api-key': 'k-0123456789' } })
    expect(JSON.stringify(credentials)).not.toContain('k-0123456789')
  })
})

describe('the secret of one analysis', () => {
  it('is the same for the same input and another for another', () => {
    const [one, same, other] = ['a', 'a', 'b'].map((text) => secretFromInput(Buffer.from(text)))
    expect(one).toEqual(same)
    expect(one).not.toEqual(other)
  })
})

function identityOf(
  request: Vectors['vectors'][number]['request'],
): ReturnType<ReturnType<typeof createReceiver>['receive']>['identity'] {
  const { url, headers, client_cert } = request
  const decoded = decodeExchange({
    ts: 1,
    src: { ip: '203.0.113.9' },
    ...(client_cert === undefined ? {} : { tls: { client_cert } }),
    req: { method: 'GET', url, headers },
  })
  if (!decoded.ok) throw new Error(decoded.problem)
  const receiver = createReceiver(engineConfig.parse({}), parseNetworks([]), keys.hasher)
  return receiver.receive(decoded.value, 1, 'live').identity
}
