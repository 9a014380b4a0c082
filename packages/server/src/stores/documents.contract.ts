import { expect, it } from 'vitest'
import type { DocumentChange, Documents } from './documents.ts'

function change(given: Partial<DocumentChange>): DocumentChange {
  return { kind: 'rule', id: 'a', value: 1, expectedVersion: 0, atMs: 1, by: 'test', ...given }
}

/** What every store of documents must do; `open` gives an empty one. */
export function documentsContract(open: () => Promise<Documents>): void {
  it('gives back what was put, with its version, time and author', async () => {
    const documents = await open()
    const value = { name: 'ü\n', list: [1, null, true, { deep: 'x' }] }
    expect(await documents.get('rule', 'a')).toBeNull()
    expect(await documents.put(change({ value, atMs: 7 }))).toEqual({ ok: true, version: 1 })
    expect(await documents.get('rule', 'a')).toEqual({
      kind: 'rule',
      id: 'a',
      version: 1,
      value,
      atMs: 7,
      by: 'test',
    })
    expect(await documents.get('other', 'a')).toBeNull()
  })
  it('refuses a change made from another version and tells the one there is', async () => {
    const documents = await open()
    await documents.put(change({}))
    expect(await documents.put(change({ value: 2 }))).toEqual({ ok: false, version: 1 })
    expect(await documents.put(change({ expectedVersion: 7 }))).toEqual({ ok: false, version: 1 })
    expect((await documents.get('rule', 'a'))?.value).toBe(1)
  })
  it('lets one of many changes from the same version win', async () => {
    const documents = await open()
    const outcomes = await Promise.all(
      [1, 2, 3, 4, 5].map((value) => documents.put(change({ value }))),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await documents.history('rule', 'a')).toHaveLength(1)
  })
  it('lists newest versions by id and leaves out what was removed', async () => {
    const documents = await open()
    await documents.put(change({ id: 'b' }))
    await documents.put(change({ id: 'a' }))
    await documents.put(change({ id: 'a', value: 2, expectedVersion: 1 }))
    await documents.put(change({ id: 'c' }))
    await documents.put(change({ id: 'c', value: null, expectedVersion: 1 }))
    await documents.put(change({ kind: 'other', id: 'd' }))
    const listed = await documents.list('rule')
    expect(listed.map(({ id, value }) => [id, value])).toEqual([
      ['a', 2],
      ['b', 1],
    ])
    expect((await documents.get('rule', 'c'))?.value).toBeNull()
  })
  it('keeps every version in the history, newest first', async () => {
    const documents = await open()
    for (const version of [0, 1, 2]) {
      await documents.put(change({ value: version, expectedVersion: version }))
    }
    const history = await documents.history('rule', 'a')
    expect(history.map(({ version, value }) => [version, value])).toEqual([
      [3, 2],
      [2, 1],
      [1, 0],
    ])
  })
}
