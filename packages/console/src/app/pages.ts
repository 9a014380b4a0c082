import type { PageIcon } from '../parts/icons.tsx'

export interface PageEntry {
  readonly to: '/' | '/findings' | '/catalog' | '/data' | '/sensors'
  readonly name: string
  readonly icon: PageIcon
  readonly key: string
}

export interface PageGroup {
  readonly name: string
  readonly pages: readonly PageEntry[]
}

/** The rail follows the work. */
export const pageGroups: readonly PageGroup[] = [
  {
    name: 'Watch',
    pages: [
      { to: '/', name: 'Overview', icon: 'overview', key: 'O' },
      { to: '/findings', name: 'Findings', icon: 'findings', key: 'F' },
    ],
  },
  {
    name: 'Know',
    pages: [
      { to: '/catalog', name: 'Catalog', icon: 'catalog', key: 'C' },
      { to: '/data', name: 'Data', icon: 'data', key: 'D' },
    ],
  },
  {
    name: 'Act',
    pages: [{ to: '/sensors', name: 'Sensors', icon: 'sensors', key: 'S' }],
  },
]
