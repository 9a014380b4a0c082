import type { StreamFlow, StreamNode } from '@weir/schema/api'
import { columnsOf, type Placed, weirColumn } from './columns.ts'
import { fitColumns, type Stop } from './fit-columns.ts'
import { lanesOf, type Lane } from './lanes.ts'

/** A node as it is drawn, in pixels. */
export interface Box extends Placed {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where a ribbon stands at one column: from its left edge to its right one. */
export interface Station {
  readonly left: number
  readonly right: number
  readonly y: number
}

export interface Ribbon {
  readonly flow: StreamFlow
  readonly width: number
  readonly source: Placed
  readonly destination: Placed
  /** Empty where it goes back or stays in its column: then it is drawn as a bow. */
  readonly stations: readonly Station[]
  readonly bow: Bow | null
}

/** From the side of one box to the same side of another. */
export interface Bow {
  readonly x: number
  readonly fromY: number
  readonly toY: number
  readonly side: 1 | -1
}

/** An opening of the weir, in front of the service it leads to. */
export interface Door {
  readonly to: string
  readonly y: number
  readonly height: number
  readonly flagged: number
}

export interface Post {
  readonly y: number
  readonly height: number
}

export interface StreamLayout {
  readonly boxes: readonly Box[]
  readonly ribbons: readonly Ribbon[]
  readonly doors: readonly Door[]
  readonly posts: readonly Post[]
  readonly weirX: number
  readonly weirWidth: number
}

export interface StreamSize {
  readonly width: number
  readonly height: number
}

const weirWidth = 14

/**
 * Lays traffic out from left to right: callers, the weir, services in front, services behind, then
 * third parties above stores. A ribbon's width is its calls per second, by one scale for all.
 */
export function layoutStream(
  nodes: readonly StreamNode[],
  flows: readonly StreamFlow[],
  { width, height }: StreamSize,
): StreamLayout {
  const columns = columnsOf(nodes, flows)
  const byName = new Map(columns.nodes.map((node) => [node.name, node]))
  const known = columns.flows.filter(
    ({ source, destination }) => byName.has(source) && byName.has(destination),
  )
  const lanes = lanesOf(byName, known)
  const stops = fitColumns(columns.nodes, lanes, height)
  const place = columnPlaces(columns.nodes, width)
  const boxes = columns.nodes.map((node): Box => {
    const stop = stops.nodes.get(node.name)
    const { x, width: boxWidth } = place(node.column)
    return { ...node, x, y: stop?.y ?? 0, width: boxWidth, height: stop?.height ?? 0 }
  })
  const boxOf = new Map(boxes.map((box) => [box.name, box]))
  const ribbons = lanes.flatMap((lane) => {
    const source = boxOf.get(lane.flow.source)
    const destination = boxOf.get(lane.flow.destination)
    if (source === undefined || destination === undefined) return []
    const shape = { flow: lane.flow, width: stops.widthOf(lane.flow), source, destination }
    return [{ ...shape, ...courseOf(lane, source, destination, stops.at, place, width) }]
  })
  const weir = place(weirColumn)
  const doors = doorsOf(lanes, stops.at, stops.widthOf)
  return { boxes, ribbons, doors, posts: postsOf(doors, height), weirX: weir.x, weirWidth }
}

type Place = (column: number) => { readonly x: number; readonly width: number }

/** Columns without nodes take no room; the weir stands where callers end. */
function columnPlaces(nodes: readonly Placed[], width: number): Place {
  const used = [0, weirColumn, 2, 3, 4].filter(
    (column) => column === weirColumn || nodes.some((node) => node.column === column),
  )
  const boxWidth = Math.round(Math.min(150, Math.max(104, width * 0.125)))
  const widthOf = (column: number): number => (column === weirColumn ? weirWidth : boxWidth)
  const boxesWidth = used.reduce((sum, column) => sum + widthOf(column), 0)
  const gap = used.length > 1 ? (width - boxesWidth) / (used.length - 1) : 0
  const places = new Map<number, { readonly x: number; readonly width: number }>()
  let x = 0
  for (const column of used) {
    places.set(column, { x, width: widthOf(column) })
    x += widthOf(column) + gap
  }
  return (column) => places.get(column) ?? { x: 0, width: boxWidth }
}

function courseOf(
  lane: Lane,
  source: Box,
  destination: Box,
  at: ReadonlyMap<string, Stop>,
  place: Place,
  width: number,
): Pick<Ribbon, 'stations' | 'bow'> {
  const leave = at.get(lane.leave)?.y ?? 0
  const arrive = at.get(lane.arrive)?.y ?? 0
  if (lane.isBack) {
    const isLast = source.x + source.width >= width - 1
    const x = isLast ? source.x : Math.max(source.x, destination.x) + source.width
    return { stations: [], bow: { x, fromY: leave, toY: arrive, side: isLast ? -1 : 1 } }
  }
  const stations: Station[] = [{ left: source.x, right: source.x + source.width, y: leave }]
  for (const { column, key } of lane.between) {
    const { x, width: laneWidth } = place(column)
    stations.push({ left: x, right: x + laneWidth, y: at.get(key)?.y ?? 0 })
  }
  stations.push({ left: destination.x, right: destination.x + destination.width, y: arrive })
  return { stations, bow: null }
}

function doorsOf(
  lanes: readonly Lane[],
  at: ReadonlyMap<string, Stop>,
  widthOf: (flow: StreamFlow) => number,
): readonly Door[] {
  const doors = new Map<string, { top: number; bottom: number; flagged: number }>()
  for (const { flow, between } of lanes) {
    const crossing = between.find(({ column }) => column === weirColumn)
    if (crossing === undefined) continue
    const y = at.get(crossing.key)?.y ?? 0
    const half = widthOf(flow) / 2
    const door = doors.get(flow.destination) ?? { top: y - half, bottom: y + half, flagged: 0 }
    door.top = Math.min(door.top, y - half)
    door.bottom = Math.max(door.bottom, y + half)
    door.flagged += flow.flagged
    doors.set(flow.destination, door)
  }
  return [...doors]
    .map(([to, { top, bottom, flagged }]) => ({ to, y: top, height: bottom - top, flagged }))
    .sort((left, right) => left.y - right.y)
}

/** The weir stands wherever it has no opening. */
function postsOf(doors: readonly Door[], height: number): readonly Post[] {
  const posts: Post[] = []
  const margin = 1
  let y = 0
  for (const door of doors) {
    const end = door.y - margin
    if (end - y > 1) posts.push({ y, height: end - y })
    y = Math.max(y, door.y + door.height + margin)
  }
  if (height - y > 1) posts.push({ y, height: height - y })
  return posts
}
