import { type Codec, flag, integer, orderedMap, record } from './codec.ts'

interface Row<Value> {
  value: Value
  used: boolean
}

/**
 * State per key with a cap. A full table makes room by CLOCK (Corbató, 1968): rows used since the
 * hand last passed stay, the first unused one goes. The order depends on the sightings alone.
 */
export interface KeyedTable<Value> {
  readonly capacity: number
  readonly rows: Map<string, Row<Value>>
  /** Rows that had to go. */
  evicted: number
}

export function newKeyedTable<Value>(capacity: number): KeyedTable<Value> {
  return { capacity, rows: new Map(), evicted: 0 }
}

export function find<Value>(table: KeyedTable<Value>, key: string): Value | null {
  const row = table.rows.get(key)
  if (row === undefined) return null
  row.used = true
  return row.value
}

/** Sets a row and returns the value that had to go for it, if one had to. */
export function put<Value>(table: KeyedTable<Value>, key: string, value: Value): Evicted<Value> {
  const row = table.rows.get(key)
  if (row !== undefined) {
    row.value = value
    row.used = true
    return null
  }
  const gone = table.rows.size >= table.capacity ? evict(table) : null
  table.rows.set(key, { value, used: false })
  return gone
}

export type Evicted<Value> = { readonly key: string; readonly value: Value } | null

function evict<Value>(table: KeyedTable<Value>): Evicted<Value> {
  for (const [key, row] of table.rows) {
    table.rows.delete(key)
    if (!row.used) {
      table.evicted += 1
      return { key, value: row.value }
    }
    row.used = false
    table.rows.set(key, row)
  }
  return null
}

export function keyedTableCodec<Value>(
  of: Codec<Value>,
  capacity: number,
): Codec<KeyedTable<Value>> {
  const body = record({
    evicted: integer,
    rows: orderedMap(record<Row<Value>>({ value: of, used: flag })),
  })
  return {
    encode: ({ evicted, rows }) => body.encode({ evicted, rows }),
    decode: (input) => ({ capacity, ...body.decode(input) }),
  }
}
