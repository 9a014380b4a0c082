import { readFileSync } from 'node:fs'
import { createReceiver, engineConfig } from '@weir/engine'
import type { Exchange } from '@weir/schema'
import { parseNetworks } from '@weir/schema/caller'
import { deriveKeys } from '@weir/server'
import { call } from '@weir/testkit/proxy'
import { expect, it } from 'vitest'
import { behindEnvoy } from './testing/setup.ts'

interface Vectors {
  readonly secret_hex: string
  readonly vectors: readonly {
    readonly name: string
    readonly request: {
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly client_cert?: string
    }
    readonly kind: string | null
    readonly hash: string | null
  }[]
}

const file = new URL('../../../spec/vectors/credential.json', import.meta.url)
const golden: Vectors = JSON.parse(readFileSync(file, 'utf8'))
const keys = deriveKeys(Buffer.from(golden.secret_hex, 'hex'))

function credentialOf(exchange: Exchange): readonly (string | null)[] {
  const receiver = createReceiver(engineConfig.parse({}), parseNetworks([]), keys.hasher)
  const [first] = receiver.receive(exchange, 1, 'live').identity.credentials
  return [first?.kind ?? null, first?.hash ?? null]
}

it('every credential of the golden vectors is the same behind Envoy', (context) =>
  behindEnvoy(
    context,
    (_request, response) => response.end(),
    async ({ envoy, seen }) => {
      // What a sensor calls a certificate is its own; the test of TLS has it.
      const vectors = golden.vectors.filter(({ request }) => request.client_cert === undefined)
      for (const { request } of vectors) {
        await call(`${envoy.url}${request.url}`, { headers: request.headers })
      }
      const exchanges = await seen(vectors.length)
      expect(exchanges.map(credentialOf)).toEqual(vectors.map(({ kind, hash }) => [kind, hash]))
    },
  ))
