import type { Outcome } from './outcome.ts'
import { problemOf } from './outcome.ts'
import { type Key, type Order, type Page, pageOf, readCursor } from './keyset.ts'

interface AskedPage {
  readonly limit: number
  readonly cursor?: string | undefined
}

export type CursorForm = readonly ('string' | 'number')[]

/** Reads the cursor of a page; null where the first page is asked for. */
export function placeOf(cursor: string | undefined, form: CursorForm): Outcome<Key | null> {
  if (cursor === undefined) return { ok: true, value: null }
  const key = readCursor(cursor, form)
  if (key !== null) return { ok: true, value: key }
  const what = 'is no cursor of this list: give `next` of the page before as it is'
  const problem = problemOf('REQUEST_INVALID', 'The cursor cannot be read.', [
    { in: 'query', name: 'cursor', what },
  ])
  return { ok: false, problem }
}

/** One page of a list in memory, each item as it is shown. */
export function answerPage<Item, View>(
  items: readonly Item[],
  how: {
    readonly order: Order<Item>
    readonly form: CursorForm
    readonly asked: AskedPage
    readonly passes: (item: Item) => boolean
    readonly view: (item: Item) => View
  },
): Outcome<{ items: View[]; next: string | null; total: number }> {
  const place = placeOf(how.asked.cursor, how.form)
  if (!place.ok) return place
  const after = place.value
  const page: Page<Item> = pageOf(items, how.order, { limit: how.asked.limit, after }, how.passes)
  return {
    ok: true,
    value: { items: page.items.map(how.view), next: page.next, total: page.total },
  }
}
