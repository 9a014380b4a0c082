import { createHash } from 'node:crypto'
import { type Correction, readCorrection } from '@weir/engine'
import { newCorrection } from '@weir/schema/api'
import {
  type Kept,
  type KeptKind,
  type KeptList,
  type KeptListStores,
  openKeptList,
} from './kept-list.ts'

/** A correction and why it was made, in the words of who made it. */
export interface NotedCorrection extends Correction {
  readonly note: string
}

export type KeptCorrection = Kept<NotedCorrection>
/** What people said about paths. */
export type CorrectionStore = KeptList<NotedCorrection>

const corrections: KeptKind<NotedCorrection> = {
  kind: 'correction',
  most: 5_000,
  check: (given) => {
    const read = readCorrection(given)
    return read.ok ? { ok: true, value: given } : read
  },
  encode: ({ kind, service, method, template, note }) => ({
    kind,
    service,
    method,
    template,
    note,
  }),
  decode: (value) => {
    const read = newCorrection.safeParse(value)
    return read.success && readCorrection(read.data).ok ? read.data : null
  },
  idOf,
  nameOf: ({ kind, service, template }) => `${service} ${template} ${kind}`,
}

export function openCorrections(stores: KeptListStores): Promise<CorrectionStore> {
  return openKeptList(stores, corrections)
}

/** The same place has one correction of a kind: names of parameters make no difference. */
function idOf({ kind, service, method, template }: Correction): string {
  const place = template.replace(/\{[^{}]{0,64}\}/g, '{}')
  const digest = createHash('sha256').update([kind, service, method ?? '', place].join('\n'))
  return digest.digest('base64url').slice(0, 16)
}
