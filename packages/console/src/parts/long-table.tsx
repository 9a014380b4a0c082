import type { ReactElement, ReactNode } from 'react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { visibleRows } from './visible-rows.ts'

interface LongTableProps<Item> {
  readonly label: string
  readonly head: ReactNode
  readonly columns: number
  readonly items: readonly Item[]
  /** Of all, also those that have not been fetched. */
  readonly total: number
  readonly rowHeight: number
  /** One `<tr>` with its key. */
  readonly row: (item: Item) => ReactNode
  /** Asks for the next page; null on the last one. */
  readonly more: (() => void) | null
}

/** Rows left below what is seen when the next page is asked for. */
const reserve = 60

/** A table of any length: only what is seen is drawn. */
export function LongTable<Item>(props: LongTableProps<Item>): ReactElement {
  const { label, head, columns, items, total, rowHeight, row, more } = props
  const ref = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 900 })
  useLayoutEffect(() => {
    const place = ref.current
    if (place === null) return undefined
    const read = (): void => setView({ top: place.scrollTop, height: place.clientHeight })
    const observer = new ResizeObserver(read)
    observer.observe(place)
    return () => observer.disconnect()
  }, [])
  const { from, to, above, below } = visibleRows(items.length, rowHeight, view.top, view.height)
  const isNearEnd = more !== null && to + reserve >= items.length
  useEffect(() => {
    if (isNearEnd) more()
  }, [isNearEnd, more, items.length])
  return (
    <div
      ref={ref}
      className="long"
      onScroll={({ currentTarget }) =>
        setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
      }
    >
      <table aria-label={label} aria-rowcount={total + 1}>
        <thead>{head}</thead>
        <tbody>
          <Room height={above} columns={columns} />
          {items.slice(from, to).map(row)}
          <Room height={below} columns={columns} />
        </tbody>
      </table>
    </div>
  )
}

function Room({
  height,
  columns,
}: {
  readonly height: number
  readonly columns: number
}): ReactElement | null {
  if (height === 0) return null
  return (
    <tr aria-hidden="true" className="room">
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  )
}
