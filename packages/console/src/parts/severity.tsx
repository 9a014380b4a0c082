import type { Severity } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { severityWords } from '../words/names.ts'

interface SeverityMarkProps {
  readonly severity: Severity
  /** Where the scale has words of its own. */
  readonly word?: string
}

/** Shape, word and colour, always all three. */
export function SeverityMark({
  severity,
  word = severityWords[severity],
}: SeverityMarkProps): ReactElement {
  return (
    <span className={`sev ${severity}`}>
      <SeverityShape severity={severity} />
      {word}
    </span>
  )
}

/** A finished or holding thing; never "healthy". */
export function DoneMark({ children }: { readonly children: string }): ReactElement {
  return (
    <span className="sev good">
      <svg width="12" height="12" viewBox="0 0 12 12" fill="none" aria-hidden="true">
        <path
          d="M1.5 6.500 4.800 9.800 10.500 2.800"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {children}
    </span>
  )
}

/** The shape alone, beside words that say the rest. */
export function SeverityShape({ severity }: { readonly severity: Severity }): ReactElement {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
      {shapes[severity]}
    </svg>
  )
}

const ring = <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.2" />

const shapes: Readonly<Record<Severity, ReactElement>> = {
  critical: <path d="M6 .5 11.5 6 6 11.5.5 6z" />,
  high: <path d="M6 1 11.5 11H.5z" />,
  medium: (
    <>
      <path d="M6 1a5 5 0 0 1 0 10z" />
      {ring}
    </>
  ),
  low: ring,
}
