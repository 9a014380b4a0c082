import type { Documents, StoredDocument } from '../stores/documents.ts'

/** Documents that are gone with the test. */
export function memoryDocuments(): Documents {
  const versions: StoredDocument[] = []
  const history = (kind: string, id: string): StoredDocument[] =>
    versions.filter((one) => one.kind === kind && one.id === id).reverse()
  return {
    get: (kind, id) => Promise.resolve(history(kind, id)[0] ?? null),
    put: ({ expectedVersion, ...change }) => {
      const version = history(change.kind, change.id)[0]?.version ?? 0
      if (version !== expectedVersion) return Promise.resolve({ ok: false, version })
      versions.push({ ...change, version: version + 1 })
      return Promise.resolve({ ok: true, version: version + 1 })
    },
    list: (kind) => {
      const ids = [...new Set(versions.filter((one) => one.kind === kind).map(({ id }) => id))]
      return Promise.resolve(
        ids
          .sort()
          .flatMap((id) => history(kind, id).slice(0, 1))
          .filter(({ value }) => value !== null),
      )
    },
    history: (kind, id) => Promise.resolve(history(kind, id).slice(0, 100)),
  }
}
