import { createHash } from 'node:crypto'
import { type Correction, readCorrection } from '@weir/engine'
import { failure, type Result, success } from '@weir/schema'
import { newCorrection } from '@weir/schema/api'
import type { AuditTrail } from './audit.ts'
import type { Clock } from './clock.ts'
import type { Documents, StoredDocument } from './documents.ts'

/** A correction as it is kept. */
export interface KeptCorrection extends Correction {
  readonly id: string
  /** Why, in the words of who made it. */
  readonly note: string
  /** Unix time in milliseconds. */
  readonly atMs: number
  readonly by: string
}

/** What people said about paths: documents, so it outlives snapshots and releases. */
export interface CorrectionStore {
  /** By service, then template. */
  all(): readonly KeptCorrection[]
  /** One about the same place replaces the one before it. The problem says what to change. */
  add(correction: Correction, note: string, by: string): Promise<Result<KeptCorrection>>
  /** False where there is none of this id. */
  remove(id: string, by: string): Promise<boolean>
  /** Hears of all corrections whenever they change from now on. */
  watch(listener: (all: readonly Correction[]) => void): void
}

export interface CorrectionStoreOptions {
  readonly documents: Documents
  readonly audit: AuditTrail
  readonly clock: Pick<Clock, 'now'>
}

const kind = 'correction'
export const mostCorrections = 5_000

export async function openCorrections(options: CorrectionStoreOptions): Promise<CorrectionStore> {
  const { documents, audit, clock } = options
  const listeners: ((all: readonly Correction[]) => void)[] = []
  const kept = new Map<string, KeptCorrection>()
  for (const document of await documents.list(kind)) {
    const correction = correctionIn(document)
    if (correction !== null) kept.set(correction.id, correction)
  }
  const all = (): readonly KeptCorrection[] => [...kept.values()].sort(byPlace)
  const put = async (id: string, value: StoredDocument['value'], by: string): Promise<boolean> => {
    const newest = await documents.get(kind, id)
    const expectedVersion = newest?.version ?? 0
    const change = { kind, id, value, expectedVersion, atMs: clock.now(), by }
    return (await documents.put(change)).ok
  }
  const tell = (): void => {
    for (const listener of listeners) listener(all())
  }
  return {
    all,
    watch: (listener) => void listeners.push(listener),
    add: async (correction, note, by) => {
      const read = readCorrection(correction)
      if (!read.ok) return read
      const id = idOf(correction)
      if (!kept.has(id) && kept.size >= mostCorrections) {
        return failure(`there are ${mostCorrections} corrections already; undo some first`)
      }
      const { service, method, template } = correction
      const value = { kind: correction.kind, service, method, template, note }
      if (!(await put(id, value, by))) return failure('somebody changed the same place just now')
      const made = { ...correction, id, note, atMs: clock.now(), by }
      kept.set(id, made)
      tell()
      const target = `${correction.kind} ${service} ${template}`
      await audit.record({ atMs: made.atMs, by, what: 'correction.made', target })
      return success(made)
    },
    remove: async (id, by) => {
      const found = kept.get(id)
      if (found === undefined || !(await put(id, null, by))) return false
      kept.delete(id)
      tell()
      const target = `${found.kind} ${found.service} ${found.template}`
      await audit.record({ atMs: clock.now(), by, what: 'correction.undone', target })
      return true
    },
  }
}

/** The same place has one correction of a kind: names of parameters make no difference. */
function idOf({ kind: said, service, method, template }: Correction): string {
  const place = template.replace(/\{[^{}]{0,64}\}/g, '{}')
  const digest = createHash('sha256').update([said, service, method ?? '', place].join('\n'))
  return digest.digest('base64url').slice(0, 16)
}

function byPlace(left: KeptCorrection, right: KeptCorrection): number {
  if (left.service !== right.service) return left.service < right.service ? -1 : 1
  if (left.template !== right.template) return left.template < right.template ? -1 : 1
  return left.id < right.id ? -1 : 1
}

/** Null where this release cannot read it: it stays kept. */
function correctionIn({ id, value, atMs, by }: StoredDocument): KeptCorrection | null {
  const read = newCorrection.safeParse(value)
  if (!read.success) return null
  const { note, ...correction } = read.data
  return readCorrection(correction).ok ? { ...correction, id, note, atMs, by } : null
}
