import { failure, success } from '@weir/schema'
import {
  type KeptKind,
  type KeptList,
  type KeptListStores,
  openKeptList,
} from '../stores/kept-list.ts'

/** Until when every door lets everything pass, and why: a person's word, kept over restarts. */
export interface OpenDoors {
  readonly until_ms: number
  readonly reason: string
}

export type BreakGlass = KeptList<OpenDoors>

const openDoors: KeptKind<OpenDoors> = {
  kind: 'doors-open',
  most: 1,
  check: (given) =>
    Number.isSafeInteger(given.until_ms) ? success(given) : failure('the time is no whole number'),
  encode: ({ until_ms, reason }) => ({ until_ms, reason }),
  decode: (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    const given = new Map(Object.entries(value))
    const [until, reason] = [given.get('until_ms'), given.get('reason')]
    return typeof until === 'number' && typeof reason === 'string'
      ? { until_ms: until, reason }
      : null
  },
  idOf: () => 'all',
  nameOf: () => 'all doors',
}

export function openBreakGlass(stores: KeptListStores): Promise<BreakGlass> {
  return openKeptList(stores, openDoors)
}
