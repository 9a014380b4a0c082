import { failure, type Result, success } from '@weir/schema'
import type { AuditTrail } from './audit.ts'
import type { Clock } from './clock.ts'
import type { Documents, StoredDocument } from './documents.ts'
import type { Json } from './json.ts'

/** Something a person told Weir, as it is kept. */
export interface Kept<Value> {
  readonly id: string
  readonly value: Value
  /** How often something was said of this, taking it back included. */
  readonly version: number
  /** Unix time in milliseconds. */
  readonly atMs: number
  readonly by: string
}

/** What people told Weir of one kind: documents in memory, so they outlive snapshots and releases. */
export interface KeptList<Value> {
  /** In the order of their places. */
  all(): readonly Kept<Value>[]
  /** One about the same thing replaces the one before it. The problem says what to change. */
  put(value: Value, by: string): Promise<Result<Kept<Value>>>
  /** False where there is none of this id. */
  remove(id: string, by: string): Promise<boolean>
  /** Hears of all of them whenever they change from now on. */
  watch(listener: (all: readonly Value[]) => void): void
}

/** Where such a list is kept. */
export interface KeptListStores {
  readonly documents: Documents
  readonly audit: AuditTrail
  readonly clock: Pick<Clock, 'now'>
}

/** One kind of thing people tell Weir. */
export interface KeptKind<Value> {
  /** Of its documents and, before a dot, of its audit entries. */
  readonly kind: string
  readonly most: number
  readonly check: (value: Value) => Result<Value>
  readonly encode: (value: Value) => Json
  /** Null where this release cannot read it: it stays kept. */
  readonly decode: (value: Json) => Value | null
  readonly idOf: (value: Value) => string
  /** What a person recognises it by, in the audit log; also the order of the list. */
  readonly nameOf: (value: Value) => string
}

export async function openKeptList<Value>(
  { documents, audit, clock }: KeptListStores,
  { kind, most, check, encode, decode, idOf, nameOf }: KeptKind<Value>,
): Promise<KeptList<Value>> {
  const kept = new Map<string, Kept<Value>>()
  for (const document of await documents.list(kind)) {
    const value = decode(document.value)
    if (value !== null) kept.set(document.id, keptOf(document, value))
  }
  const listeners: ((all: readonly Value[]) => void)[] = []
  const all = (): readonly Kept<Value>[] =>
    [...kept.values()].sort((left, right) => byText(nameOf(left.value), nameOf(right.value)))
  const tell = (): void => {
    for (const listener of listeners) listener(all().map(({ value }) => value))
  }
  const write = async (id: string, value: Json, by: string): Promise<Written | null> => {
    const newest = await documents.get(kind, id)
    const atMs = clock.now()
    const change = { kind, id, value, expectedVersion: newest?.version ?? 0, atMs, by }
    const outcome = await documents.put(change)
    return outcome.ok ? { atMs, version: outcome.version } : null
  }
  const note = (what: string, value: Value, atMs: number, by: string): Promise<void> =>
    audit.record({ atMs, by, what: `${kind}.${what}`, target: nameOf(value) })
  return {
    all,
    watch: (listener) => void listeners.push(listener),
    put: async (value, by) => {
      const checked = check(value)
      if (!checked.ok) return checked
      const id = idOf(value)
      if (!kept.has(id) && kept.size >= most) {
        return failure(`there are ${most} already; take some back first`)
      }
      const written = await write(id, encode(value), by)
      if (written === null) return failure('somebody changed the same just now; try again')
      const made = { id, value, ...written, by }
      kept.set(id, made)
      tell()
      await note('made', value, written.atMs, by)
      return success(made)
    },
    remove: async (id, by) => {
      const found = kept.get(id)
      const written = found === undefined ? null : await write(id, null, by)
      if (found === undefined || written === null) return false
      kept.delete(id)
      tell()
      await note('undone', found.value, written.atMs, by)
      return true
    },
  }
}

type Written = Pick<StoredDocument, 'atMs' | 'version'>

function keptOf<Value>({ id, version, atMs, by }: StoredDocument, value: Value): Kept<Value> {
  return { id, value, version, atMs, by }
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
