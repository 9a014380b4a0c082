/** Place of an item in an order: its sorting keys, the last of which is unique. */
export type Key = readonly (string | number)[]

export interface Order<Item> {
  readonly keyOf: (item: Item) => Key
  /** One per part of the key. */
  readonly directions: readonly ('up' | 'down')[]
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
  readonly total: number
}

export function compareKeys(left: Key, right: Key, directions: Order<never>['directions']): number {
  for (const [index, direction] of directions.entries()) {
    const [one, other] = [left[index] ?? 0, right[index] ?? 0]
    if (one === other) continue
    return one < other === (direction === 'up') ? -1 : 1
  }
  return 0
}

export function inOrder<Item>(items: readonly Item[], order: Order<Item>): readonly Item[] {
  return items
    .map((item) => ({ item, key: order.keyOf(item) }))
    .sort((left, right) => compareKeys(left.key, right.key, order.directions))
    .map(({ item }) => item)
}

/** The page after a cursor, of items that are in order already and pass the filter. */
export function pageOf<Item>(
  items: readonly Item[],
  order: Order<Item>,
  asked: { readonly limit: number; readonly after: Key | null },
  passes: (item: Item) => boolean,
): Page<Item> {
  const page: Item[] = []
  let total = 0
  let more = false
  for (const item of items) {
    if (!passes(item)) continue
    total += 1
    if (more) continue
    const { after } = asked
    if (after !== null && compareKeys(order.keyOf(item), after, order.directions) <= 0) continue
    if (page.length < asked.limit) page.push(item)
    else more = true
  }
  const last = page.at(-1)
  return {
    items: page,
    next: more && last !== undefined ? encodeCursor(order.keyOf(last)) : null,
    total,
  }
}

export function encodeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** Null where the text is no cursor of this form; `form` says what each part is. */
export function readCursor(text: string, form: readonly ('string' | 'number')[]): Key | null {
  const parts = parsed(Buffer.from(text, 'base64url').toString())
  if (!Array.isArray(parts) || parts.length !== form.length) return null
  const key: (string | number)[] = []
  for (const [index, part] of parts.entries()) {
    if (typeof part !== form[index]) return null
    if (typeof part === 'string' || (typeof part === 'number' && Number.isFinite(part))) {
      key.push(part)
    }
  }
  return key.length === form.length ? key : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
