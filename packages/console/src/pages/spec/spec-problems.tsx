import type { SpecProblem } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { counted } from '../../words/numbers.ts'

/** Places of a document that cannot be read, each with its line. */
export function SpecProblems({
  problems,
}: {
  readonly problems: readonly SpecProblem[]
}): ReactElement | null {
  if (problems.length === 0) return null
  return (
    <details className="sheet notread">
      <summary>
        <b>{counted(problems.length, 'place')} of the document cannot be read</b>
        <span className="small dim"> the rest holds</span>
      </summary>
      <ProblemLines problems={problems} />
    </details>
  )
}

interface Line {
  readonly line: number
  readonly what: string
  readonly at?: string
}

export function ProblemLines({ problems }: { readonly problems: readonly Line[] }): ReactElement {
  return (
    <ul className="plines">
      {problems.map(({ line, at = '', what }) => (
        <li key={`${line} ${at} ${what}`}>
          <span className="mono dim">line {line}</span>
          <span>
            {what}
            {at !== '' && <span className="second mono cut">{at}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
