import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { type FindingFilter, findingsCountQuery } from '../../api/queries.ts'
import { type Range, ranges } from '../../app/ranges.ts'
import { grouped } from '../../words/numbers.ts'

interface NothingFoundProps {
  readonly text: string
  readonly filter: FindingFilter
  readonly range: Range
  readonly clear: () => void
}

const longest = ranges.at(-1) ?? ranges[0]

/** Repeats the filter, and offers the longer time that has rows. */
export function NothingFound({ text, filter, range, clear }: NothingFoundProps): ReactElement {
  const isLongest = range.id === longest.id
  const { data } = useQuery({ ...findingsCountQuery(filter, longest.ms), enabled: !isLongest })
  const elsewhere = isLongest ? 0 : (data?.total ?? 0)
  return (
    <div className="pad stack">
      <p>
        {text === '' ? 'No finding' : 'No finding matches '}
        {text !== '' && <code>{text}</code>} in the last {range.words}.
      </p>
      <div className="row">
        {elsewhere > 0 && (
          <Link
            to="/findings"
            search={(before) => ({ ...before, t: longest.id })}
            className="btn s"
          >
            Last {longest.words}: {grouped(elsewhere)}
          </Link>
        )}
        {text !== '' && (
          <button type="button" className="btn s quiet" onClick={clear}>
            Clear filters
          </button>
        )}
      </div>
    </div>
  )
}
