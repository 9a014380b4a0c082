import type { StreamFlow, StreamNode } from '@weir/schema/api'

/** Columns from left to right: callers, the weir, services in front, services behind, ends. */
export const weirColumn = 1

export interface Placed {
  readonly name: string
  readonly role: StreamNode['role']
  readonly column: number
  readonly perSecond: number
  readonly findings: number
  /** Names that were folded into this one; empty for itself. */
  readonly folded: readonly string[]
}

export interface Columns {
  readonly nodes: readonly Placed[]
  /** With folded ends, of two nodes at most one flow each way. */
  readonly flows: readonly StreamFlow[]
}

/** Most nodes of a column; the rest are folded into one. */
const most = 8

/** Gives every node its column: services that mostly callers call stand in front. */
export function columnsOf(nodes: readonly StreamNode[], flows: readonly StreamFlow[]): Columns {
  const roles = new Map(nodes.map(({ name, role }) => [name, role]))
  const fromCallers = new Map<string, number>()
  const all = new Map<string, number>()
  for (const { source, destination, calls_per_second: rate } of flows) {
    add(all, destination, rate)
    if (roles.get(source) === 'caller') add(fromCallers, destination, rate)
  }
  const placed = nodes.map((node): Placed => {
    const { name, role, calls_per_second: perSecond, findings } = node
    const isFront = (fromCallers.get(name) ?? 0) * 2 >= (all.get(name) ?? 0)
    return { name, role, column: columnOf(role, isFront), perSecond, findings, folded: [] }
  })
  return fold(placed, flows)
}

function columnOf(role: StreamNode['role'], isFront: boolean): number {
  if (role === 'caller') return 0
  return role === 'service' ? (isFront ? 2 : 3) : 4
}

function fold(placed: readonly Placed[], flows: readonly StreamFlow[]): Columns {
  const nameOf = new Map<string, string>()
  const kept: Placed[] = []
  for (const group of groupsOf(placed)) {
    const sorted = group.toSorted(
      (left, right) => right.findings - left.findings || right.perSecond - left.perSecond,
    )
    const shown = sorted.length > most ? sorted.slice(0, most - 1) : sorted
    const rest = sorted.slice(shown.length)
    kept.push(...shown)
    const [first] = rest
    if (first === undefined) continue
    const name = `${rest.length} more ${first.role === 'third-party' ? 'third parties' : `${first.role}s`}`
    for (const node of rest) nameOf.set(node.name, name)
    kept.push({
      ...first,
      name,
      perSecond: rest.reduce((sum, { perSecond }) => sum + perSecond, 0),
      findings: 0,
      folded: rest.map((node) => node.name),
    })
  }
  return { nodes: kept, flows: merged(flows, nameOf) }
}

/** Third parties and stores share a column and fold apart. */
function groupsOf(placed: readonly Placed[]): readonly Placed[][] {
  const groups = new Map<string, Placed[]>()
  for (const node of placed) {
    const key = `${node.column} ${node.role}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [node])
    else group.push(node)
  }
  return [...groups.values()]
}

function merged(
  flows: readonly StreamFlow[],
  nameOf: ReadonlyMap<string, string>,
): readonly StreamFlow[] {
  const byEnds = new Map<string, StreamFlow>()
  for (const flow of flows) {
    const source = nameOf.get(flow.source) ?? flow.source
    const destination = nameOf.get(flow.destination) ?? flow.destination
    const key = JSON.stringify([source, destination])
    const before = byEnds.get(key)
    byEnds.set(key, before === undefined ? { ...flow, source, destination } : joined(before, flow))
  }
  return [...byEnds.values()]
}

function joined(left: StreamFlow, right: StreamFlow): StreamFlow {
  const calls = left.calls + right.calls
  const failing = left.calls * left.failing_share + right.calls * right.failing_share
  return {
    ...left,
    calls,
    calls_per_second: left.calls_per_second + right.calls_per_second,
    failing_share: calls === 0 ? 0 : Math.min(1, failing / calls),
    flagged: left.flagged + right.flagged,
    bytes: left.bytes + right.bytes,
    data_types: sumTypes(left.data_types, right.data_types),
  }
}

function sumTypes(
  left: StreamFlow['data_types'],
  right: StreamFlow['data_types'],
): StreamFlow['data_types'] {
  const types = new Map(left.map((one) => [`${one.direction} ${one.type}`, one]))
  for (const one of right) {
    const key = `${one.direction} ${one.type}`
    const before = types.get(key)
    types.set(key, before === undefined ? one : { ...one, calls: one.calls + before.calls })
  }
  return [...types.values()]
}

function add(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value)
}
