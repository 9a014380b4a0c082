import type { StreamFlow } from '@weir/schema/api'
import type { Placed } from './columns.ts'
import { weirColumn } from './columns.ts'
import type { Lane } from './lanes.ts'

export interface Stop {
  /** Middle of a flow, top of a node. */
  readonly y: number
  readonly height: number
}

export interface Fit {
  readonly nodes: ReadonlyMap<string, Stop>
  /** Where each flow leaves, passes and arrives. */
  readonly at: ReadonlyMap<string, Stop>
  readonly widthOf: (flow: StreamFlow) => number
}

const gap = 9
const leastBox = 25
const leastRibbon = 1.2
/** Between third parties and stores, for the title of the stores. */
const between = 30

/** A node, or the place a flow passes. */
interface Item {
  readonly key: string
  readonly column: number
  readonly perSecond: number
  readonly isNode: boolean
  readonly role: Placed['role'] | null
  /** Rank of the group it stands with. */
  readonly group: string
  y: number
  height: number
  order: number
}

/** One scale for all columns, as large as the tallest column allows; then places from top to bottom. */
export function fitColumns(nodes: readonly Placed[], lanes: readonly Lane[], height: number): Fit {
  const items = itemsOf(nodes, lanes)
  const columns = byColumn(items)
  const scale = largestScale([...columns.values()], height)
  for (const item of items) item.height = heightAt(item, scale)
  const widthOf = ({ calls_per_second: rate }: StreamFlow): number =>
    Math.max(leastRibbon, rate * scale)
  const byKey = new Map(items.map((item) => [item.key, item]))
  for (const [column, list] of [...columns].toSorted(([left], [right]) => left - right)) {
    orderColumn(column, list, lanes, byKey)
    stack(list, height)
  }
  return { nodes: byKey, at: portsOf(nodes, lanes, byKey, widthOf), widthOf }
}

function itemsOf(nodes: readonly Placed[], lanes: readonly Lane[]): readonly Item[] {
  const throughput = new Map<string, number>()
  const add = (key: string, rate: number): void => {
    throughput.set(key, (throughput.get(key) ?? 0) + rate)
  }
  for (const { flow } of lanes) {
    add(`in ${flow.destination}`, flow.calls_per_second)
    add(`out ${flow.source}`, flow.calls_per_second)
  }
  const rest = { y: 0, height: 0, order: 0 }
  const items = nodes.map(({ name, column, role }): Item => {
    const perSecond = Math.max(
      throughput.get(`in ${name}`) ?? 0,
      throughput.get(`out ${name}`) ?? 0,
    )
    return { key: name, column, perSecond, isNode: true, role, group: name, ...rest }
  })
  for (const { flow, between: crossings } of lanes) {
    for (const { column, key } of crossings) {
      const group = column === weirColumn ? flow.destination : key
      const perSecond = flow.calls_per_second
      items.push({ key, column, perSecond, isNode: false, role: null, group, ...rest })
    }
  }
  return items
}

function byColumn(items: readonly Item[]): ReadonlyMap<number, Item[]> {
  const columns = new Map<number, Item[]>()
  for (const item of items) {
    const list = columns.get(item.column)
    if (list === undefined) columns.set(item.column, [item])
    else list.push(item)
  }
  return columns
}

function heightAt({ isNode, perSecond }: Item, scale: number): number {
  return Math.max(isNode ? leastBox : leastRibbon, perSecond * scale)
}

/** Gap above an item; flows to one door touch. */
function gapAbove(before: Item | undefined, item: Item): number {
  if (before === undefined) return 0
  if (!before.isNode && !item.isNode && before.group === item.group) return 0
  return before.role === 'third-party' && item.role === 'store' ? between : gap
}

function largestScale(columns: readonly (readonly Item[])[], height: number): number {
  const fits = (scale: number): boolean =>
    columns.every((list) => {
      const gaps =
        (list.length - 1) * gap + (list.some(({ role }) => role === 'third-party') ? between : 0)
      return gaps + list.reduce((sum, item) => sum + heightAt(item, scale), 0) <= height
    })
  let low = 0
  let high = 1e6
  for (let step = 0; step < 50; step += 1) {
    const middle = Math.sqrt(Math.max(1e-9, low) * high)
    if (fits(middle)) low = middle
    else high = middle
  }
  return low
}

/** By what stands before it on the left, so that ribbons cross little; third parties above stores. */
function orderColumn(
  column: number,
  list: Item[],
  lanes: readonly Lane[],
  byKey: ReadonlyMap<string, Item>,
): void {
  if (column === 0) {
    list.sort((left, right) => right.perSecond - left.perSecond)
    return
  }
  const pull = pullsOf(lanes, byKey, column)
  const groups = new Map<string, { sum: number; weight: number }>()
  for (const item of list) {
    const own = pull.get(item.key) ?? { sum: 0, weight: 0 }
    const group = groups.get(item.group) ?? { sum: 0, weight: 0 }
    group.sum += own.sum
    group.weight += own.weight
    groups.set(item.group, group)
  }
  for (const item of list) item.order = middleOf(groups.get(item.group))
  const own = (item: Item): number => middleOf(pull.get(item.key))
  list.sort(
    (left, right) =>
      rankOf(left) - rankOf(right) || left.order - right.order || own(left) - own(right),
  )
}

function rankOf({ role }: Item): number {
  return role === 'third-party' ? 0 : role === 'store' ? 2 : 1
}

function middleOf(pull: { readonly sum: number; readonly weight: number } | undefined): number {
  return pull === undefined || pull.weight === 0 ? 1e6 : pull.sum / pull.weight
}

/** For each item of a column, the middle of what flows into it from the columns before. */
function pullsOf(
  lanes: readonly Lane[],
  byKey: ReadonlyMap<string, Item>,
  column: number,
): ReadonlyMap<string, { sum: number; weight: number }> {
  const pulls = new Map<string, { sum: number; weight: number }>()
  for (const { flow, between: crossings } of lanes) {
    const way = [flow.source, ...crossings.map(({ key }) => key), flow.destination]
    for (let index = 1; index < way.length; index += 1) {
      const from = byKey.get(way[index - 1] ?? '')
      const to = byKey.get(way[index] ?? '')
      if (from === undefined || to?.column !== column || from.column >= column) continue
      const pull = pulls.get(to.key) ?? { sum: 0, weight: 0 }
      const weight = Math.max(flow.calls_per_second, 1e-6)
      pull.sum += (from.y + from.height / 2) * weight
      pull.weight += weight
      pulls.set(to.key, pull)
    }
  }
  return pulls
}

/** From the top; what is left of the height is shared out between. */
function stack(list: readonly Item[], height: number): void {
  const gaps = list.map((item, index) => gapAbove(list[index - 1], item))
  const used = list.reduce((sum, item, index) => sum + item.height + (gaps[index] ?? 0), 0)
  const open = gaps.filter((one) => one > 0).length
  const extra = open === 0 ? 0 : Math.min(18, Math.max(0, height - used) / open)
  let y = 0
  for (const [index, item] of list.entries()) {
    const above = gaps[index] ?? 0
    y += above + (above > 0 ? extra : 0)
    item.y = y
    y += item.height
  }
}

/** Flows of one box stand in the order of their other ends; they share its height where it is low. */
function portsOf(
  nodes: readonly Placed[],
  lanes: readonly Lane[],
  byKey: ReadonlyMap<string, Item>,
  widthOf: (flow: StreamFlow) => number,
): ReadonlyMap<string, Stop> {
  const at = new Map<string, Stop>()
  const middle = (key: string): number => {
    const item = byKey.get(key)
    return item === undefined ? 0 : item.y + item.height / 2
  }
  for (const { key, y, height } of byKey.values()) at.set(key, { y: y + height / 2, height })
  for (const { name } of nodes) {
    const item = byKey.get(name)
    if (item === undefined) continue
    const out = lanes
      .filter(({ flow }) => flow.source === name)
      .map(({ flow, leave, between: crossings }) => ({
        key: leave,
        width: widthOf(flow),
        other: middle(crossings[0]?.key ?? flow.destination),
      }))
    const into = lanes
      .filter(({ flow }) => flow.destination === name)
      .map(({ flow, arrive, between: crossings }) => ({
        key: arrive,
        width: widthOf(flow),
        other: middle(crossings.at(-1)?.key ?? flow.source),
      }))
    for (const ports of [out, into]) place(ports, item, at)
  }
  return at
}

interface Port {
  readonly key: string
  readonly width: number
  readonly other: number
}

function place(ports: readonly Port[], { y, height }: Item, at: Map<string, Stop>): void {
  const room = Math.max(1, height - 4)
  const sum = ports.reduce((total, { width }) => total + width, 0)
  const squeeze = Math.min(1, room / Math.max(sum, 1e-6))
  let top = y + (height - sum * squeeze) / 2
  for (const { key, width } of ports.toSorted((left, right) => left.other - right.other)) {
    at.set(key, { y: top + (width * squeeze) / 2, height: width })
    top += width * squeeze
  }
}
