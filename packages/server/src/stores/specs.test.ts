import { createHash } from 'node:crypto'
import { mostSpecLength } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { memoryDocuments } from '../testing/memory-documents.ts'
import { memoryLedger } from '../testing/memory-ledger.ts'
import type { Documents } from './documents.ts'
import { openSpecs, providedSpec, type SpecStore } from './specs.ts'

function opened(documents: Documents): Promise<SpecStore> {
  return openSpecs({ documents, audit: memoryLedger(), clock: manualClock() })
}

const text = 'openapi: 3.1.0\ninfo: {title: Shop, version: "1"}\npaths: {}\n'
const shop = providedSpec({ service: 'shop', file: 'shop.yaml', text })

describe('documents people gave', () => {
  it('are there after a restart as they were given, one for a service', async () => {
    const documents = memoryDocuments()
    const store = await opened(documents)
    await store.put(shop, 'console')
    const newer = providedSpec({ ...shop, text: text.replace('"1"', '"2"') })
    expect(await store.put(newer, 'api-token')).toMatchObject({ ok: true, value: { version: 2 } })
    const [kept, ...others] = (await opened(documents)).all()
    expect(others).toEqual([])
    expect(kept).toMatchObject({ id: 'shop', version: 2, by: 'api-token' })
    expect(kept?.value.text).toBe(newer.text)
    expect(kept?.value.reading()).toMatchObject({ ok: true, value: { spec: { version: '2' } } })
  })

  it('are refused where they cannot be read', async () => {
    const store = await opened(memoryDocuments())
    const broken = providedSpec({ ...shop, text: 'openapi: [' })
    expect(await store.put(broken, 'console')).toMatchObject({ ok: false })
    expect(store.all()).toEqual([])
  })

  it('fit with the longest text that is taken, unless nothing in it comes twice', async () => {
    const store = await opened(memoryDocuments())
    const filled = (rest: string): string => `${text}x-notes: "${rest}"\n`
    const words = filled('words and words '.repeat(65_000)).slice(0, mostSpecLength)
    expect(await store.put(providedSpec({ ...shop, text: words }), 'console')).toMatchObject({
      ok: true,
    })
    const noise = Array.from({ length: 65_000 }, (_, at) => {
      const digest = createHash('sha256').update(String(at)).digest()
      const letters = Array.from({ length: 16 }, (__, of) => digest.readUInt16LE(2 * of) % 20_000)
      return String.fromCodePoint(...letters.map((letter) => 0x4e00 + letter))
    }).join('')
    expect(
      await store.put(providedSpec({ ...shop, text: filled(noise) }), 'console'),
    ).toMatchObject({
      ok: false,
      problem: expect.stringContaining('divide it by service'),
    })
  })
})
