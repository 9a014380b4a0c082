import { readFileSync } from 'node:fs'
import { hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { listLookup } from '../field-list.ts'
import { PresentedHashes } from './presented-hashes.ts'

interface Vectors {
  readonly secret_hex: string
  readonly key_id: string
  readonly vectors: readonly {
    readonly name: string
    readonly request: {
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly client_cert?: string
    }
    readonly hash: string | null
  }[]
}

const path = new URL('../../../../spec/vectors/credential.json', import.meta.url)
const golden: Vectors = JSON.parse(readFileSync(path, 'utf8'))

function hashes(): PresentedHashes {
  const secret = Buffer.from(golden.secret_hex, 'hex')
  const key = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), 'weir/v1/credential', 32))
  return new PresentedHashes([{ id: golden.key_id, credential: key.toString('base64url') }], 2)
}

describe('credentials at a door', () => {
  it.each(golden.vectors)('are known by the hash of the contract: $name', (vector) => {
    const { url, headers, client_cert: certificate } = vector.request
    const fields = Object.entries(headers).flatMap(([name, value]) =>
      [value].flat().flatMap((one) => [name, one]),
    )
    const call = {
      request: { url, headers: listLookup(fields) },
      src: {},
      ...(certificate === undefined ? {} : { tls: { client_cert: certificate } }),
    }
    const door = hashes()
    const [first = null] = door.of(call)
    expect(first).toBe(vector.hash)
    // Once more, from memory.
    expect(door.of(call)[0] ?? null).toBe(vector.hash)
  })
})
