import type { ReactElement } from 'react'

/** The weir: two waves, and the notch the water falls through. */
export function Logo(): ReactElement {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M1.5 8.5c1.8-1.3 3.5-1.3 5.2 0M17.3 8.5c1.8-1.3 3.5-1.3 5.2 0"
        stroke="var(--flow-4)"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
      <path d="M2 12h4.2L12 20.5 17.8 12H22v10H2z" fill="var(--water)" />
      <path d="M8.6 12.2c1.2-.9 2.3-.9 3.4 0s2.2.9 3.4 0L12 17.2z" fill="var(--flow-3)" />
    </svg>
  )
}

const icons = {
  overview: 'M2 11c2-2 4-2 6 0s4 2 6 0M2 7c2-2 4-2 6 0s4 2 6 0',
  findings: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3v.2',
  catalog: 'M2.5 2.5h4.2v4.2H2.5zM9.3 2.5h4.2v4.2H9.3zM2.5 9.3h4.2v4.2H2.5zM9.3 9.3h4.2v4.2H9.3z',
  data: 'M8 2.2c2.4 2.9 4 5.200 4 7.200a4 4 0 0 1-8 0c0-2 1.600-4.300 4-7.200z',
  sensors: 'M3 2.500v11M13 2.500v11M3 5h10M3 11h10M5.500 6.500h5v3h-5z',
} as const

export type PageIcon = keyof typeof icons

/** Icons of our own, in the weight of the others. */
export function PageIconMark({ name }: { readonly name: PageIcon }): ReactElement {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={icons[name]} />
    </svg>
  )
}

/** The empty gauge of a page without water. */
export function EmptyGauge(): ReactElement {
  const ticks = Array.from({ length: 9 }, (_, index) => 8 + index * 5)
  return (
    <svg width="132" height="60" viewBox="0 0 132 60" fill="none" aria-hidden="true">
      <path d="M8 6v46M124 6v46" stroke="var(--ink-3)" strokeWidth="1.5" />
      {ticks.map((y, index) => (
        <path
          key={y}
          d={`M8 ${y}h${index === 0 ? 7 : 4}M124 ${y}h${index === 0 ? -7 : -4}`}
          stroke="var(--ink-3)"
        />
      ))}
      <path
        d="M12 47c9-4 18-4 27 0s18 4 27 0 18-4 27 0 18 4 27 0"
        stroke="var(--flow-4)"
        strokeWidth="1.6"
      />
      <path
        d="M12 52c9-4 18-4 27 0s18 4 27 0 18-4 27 0 18 4 27 0"
        stroke="var(--flow-2)"
        strokeWidth="1.6"
      />
    </svg>
  )
}
