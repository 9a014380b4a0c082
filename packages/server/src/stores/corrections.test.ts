import { describe, expect, it } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { memoryDocuments } from '../testing/memory-documents.ts'
import { memoryLedger } from '../testing/memory-ledger.ts'
import { type CorrectionStore, type NotedCorrection, openCorrections } from './corrections.ts'
import type { Documents } from './documents.ts'

interface Opened {
  readonly store: CorrectionStore
  readonly heard: (readonly string[])[]
}

async function opened(documents: Documents, ledger = memoryLedger()): Promise<Opened> {
  const heard: (readonly string[])[] = []
  const store = await openCorrections({
    documents,
    audit: ledger,
    clock: manualClock(),
  })
  store.watch((all) => heard.push(all.map(({ template }) => template)))
  return { store, heard }
}

const merge = (template: string, note = ''): NotedCorrection => ({
  kind: 'merge',
  service: 'shop',
  method: null,
  template,
  note,
})

describe('corrections of people', () => {
  it('are told to who must know, and are there after a restart', async () => {
    const documents = memoryDocuments()
    const { store, heard } = await opened(documents)
    const made = await store.put(merge('/teams/{team}', 'slugs of teams'), 'console')
    expect(made).toMatchObject({
      ok: true,
      value: { value: { note: 'slugs of teams' }, by: 'console' },
    })
    expect(heard).toEqual([['/teams/{team}']])
    const again = await opened(documents)
    expect(again.store.all()).toEqual(store.all())
  })
  it('replace the one about the same place, whatever its parameters are called', async () => {
    const { store } = await opened(memoryDocuments())
    await store.put(merge('/teams/{team}'), 'console')
    await store.put(merge('/teams/{slug}'), 'api-token')
    expect(store.all().map(({ value }) => value.template)).toEqual(['/teams/{slug}'])
  })
  it('are taken back, in the history and the audit trail all the same', async () => {
    const ledger = memoryLedger()
    const documents = memoryDocuments()
    const { store, heard } = await opened(documents, ledger)
    const made = await store.put(merge('/teams/{team}'), 'console')
    const id = made.ok ? made.value.id : ''
    expect(await store.remove(id, 'api-token')).toBe(true)
    expect(await store.remove(id, 'api-token')).toBe(false)
    expect(heard.at(-1)).toEqual([])
    expect(await documents.history('correction', id)).toHaveLength(2)
    const trail = await ledger.query('audit', { before: null, limit: 10 })
    expect(trail.map(({ what, target }) => [what, target])).toEqual([
      ['correction.undone', 'shop /teams/{team} merge'],
      ['correction.made', 'shop /teams/{team} merge'],
    ])
    const again = await store.put(merge('/teams/{team}'), 'console')
    expect(again.ok).toBe(true)
  })
  it('that say nothing sensible are refused in words', async () => {
    const { store, heard } = await opened(memoryDocuments())
    expect(await store.put(merge('/teams/red'), 'console')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('needs a parameter'),
    })
    expect(heard).toEqual([])
  })
  it('of another release that this one cannot read stay where they are', async () => {
    const documents = memoryDocuments()
    const value = { kind: 'tint', service: 'shop', template: '/a' }
    await documents.put({
      kind: 'correction',
      id: 'x',
      value,
      expectedVersion: 0,
      atMs: 1,
      by: 'a',
    })
    const { store, heard } = await opened(documents)
    expect([store.all(), heard]).toEqual([[], []])
    expect(await documents.list('correction')).toHaveLength(1)
  })
})
