import type { DataTypeChip } from '@weir/schema/api'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { type DataTypeKind, kindOfDataType, kindWords } from '../words/names.ts'

const shapes: Readonly<Record<DataTypeKind, ReactElement>> = {
  person: <circle cx="4" cy="4" r="3" />,
  money: <rect x=".8" y="1.6" width="6.4" height="4.8" rx="1" />,
  contact: <path d="M4 .8 7.6 7H.4z" />,
  secret: <path d="M4 .3 7.7 4 4 7.7.3 4z" />,
  tech: (
    <rect
      x="1.2"
      y="1.2"
      width="5.6"
      height="5.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
    />
  ),
}

export function KindShape({ kind }: { readonly kind: DataTypeKind }): ReactElement {
  return (
    <svg width="8" height="8" viewBox="0 0 8 8" fill="currentColor" aria-hidden="true">
      {shapes[kind]}
    </svg>
  )
}

interface DataTypeMarkProps extends DataTypeChip {
  /** It stands for a row: J and K go there. */
  readonly row?: boolean
}

/** Shape of its category and its exact name; opens where it stands. */
export function DataTypeMark({ type, category, row = false }: DataTypeMarkProps): ReactElement {
  const kind = kindOfDataType(type, category)
  return (
    <Link
      to="/data"
      search={{ type }}
      className={`dt ${kind}`}
      title={kindWords[kind]}
      data-row={row ? '' : undefined}
    >
      <KindShape kind={kind} />
      {type}
    </Link>
  )
}

interface MarksProps {
  readonly types: readonly DataTypeChip[]
  readonly most?: number
}

const gravity: readonly DataTypeKind[] = ['secret', 'money', 'person', 'contact', 'tech']

function gravityOf({ type, category }: DataTypeChip): number {
  return gravity.indexOf(kindOfDataType(type, category))
}

/** More than fit: the first ones, and how many more. */
export function DataTypeMarks({ types, most = 3 }: MarksProps): ReactElement | null {
  if (types.length === 0) return null
  const sorted = types.toSorted((left, right) => gravityOf(left) - gravityOf(right))
  const shown = sorted.length > most ? sorted.slice(0, most - 1) : sorted
  const rest = sorted.slice(shown.length)
  return (
    <span className="chips">
      {shown.map((chip) => (
        <DataTypeMark key={chip.type} type={chip.type} category={chip.category} />
      ))}
      {rest.length > 0 && (
        <span className="small dim" title={rest.map(({ type }) => type).join(', ')}>
          +{rest.length}
        </span>
      )}
    </span>
  )
}
