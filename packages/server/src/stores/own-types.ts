import { type OwnType, readOwnType } from '@weir/engine'
import { type NewOwnType, newOwnType } from '@weir/schema/api'
import { type KeptKind, type KeptList, type KeptListStores, openKeptList } from './kept-list.ts'

/** Data types people defined for what only they have. */
export type OwnTypeStore = KeptList<OwnType>

const ownTypes: KeptKind<OwnType> = {
  kind: 'own-type',
  most: 200,
  check: readOwnType,
  encode: writtenOwnType,
  decode: (value) => {
    const read = newOwnType.safeParse(value)
    if (!read.success) return null
    const type = ownTypeFrom(read.data)
    return readOwnType(type).ok ? type : null
  },
  idOf: ({ id }) => id,
  nameOf: ({ id }) => id,
}

export function openOwnTypes(stores: KeptListStores): Promise<OwnTypeStore> {
  return openKeptList(stores, ownTypes)
}

/** A definition as the API and files write it. */
export function ownTypeFrom({ in_text: inText, ...rest }: NewOwnType): OwnType {
  return { ...rest, inText }
}

export function writtenOwnType({
  inText,
  keys,
  examples,
  counterexamples,
  ...rest
}: OwnType): NewOwnType {
  return {
    ...rest,
    in_text: inText,
    keys: [...keys],
    examples: [...examples],
    counterexamples: [...counterexamples],
  }
}
