import type { DataTypeChip, Incident } from '@weir/schema/api'

type Flow = Incident['flows'][number]
type Step = Incident['timeline'][number]

export interface ChainNode {
  readonly name: string
  readonly y: number
}

/** From one node to another; `steps` are the numbers of the timeline that happened there. */
export interface ChainEdge {
  readonly fromY: number
  readonly toY: number
  readonly steps: readonly number[]
  readonly calls: number
}

export interface ChainData {
  readonly y: number
  readonly service: string
  readonly types: readonly DataTypeChip[]
}

export interface ChainLayout {
  readonly actors: readonly ChainNode[]
  readonly services: readonly ChainNode[]
  readonly data: readonly ChainData[]
  readonly edges: readonly ChainEdge[]
  readonly height: number
}

const rowHeight = 62
const top = 48

/** Actors on the left, services in the middle, what was sent to them on the right, in the order of time. */
export function layoutChain(flows: readonly Flow[], steps: readonly Step[]): ChainLayout {
  const ordered = flows.toSorted((left, right) => left.first_ms - right.first_ms)
  const links = ordered.length > 0 ? ordered : steps
  const actorNames = unique(links.map(({ actor }) => actor))
  const serviceNames = unique(links.map(({ service }) => service))
  const rows = Math.max(actorNames.length, serviceNames.length, 1)
  const actors = spread(actorNames, rows)
  const services = spread(serviceNames, rows)
  const yOf = (nodes: readonly ChainNode[], name: string): number =>
    nodes.find((node) => node.name === name)?.y ?? top
  const pairs = new Map<string, { actor: string; service: string; calls: number }>()
  for (const { actor, service } of steps)
    pairs.set(`${actor} ${service}`, { actor, service, calls: 0 })
  for (const { actor, service, calls } of flows)
    pairs.set(`${actor} ${service}`, { actor, service, calls })
  const edges = [...pairs.values()].map(
    ({ actor, service, calls }): ChainEdge => ({
      fromY: yOf(actors, actor),
      toY: yOf(services, service),
      steps: steps
        .filter((step) => step.actor === actor && step.service === service)
        .map(({ number }) => number),
      calls,
    }),
  )
  const data = services.map(
    ({ name, y }): ChainData => ({ service: name, y, types: typesAt(flows, name) }),
  )
  return { actors, services, data, edges, height: top + rows * rowHeight - 14 }
}

function spread(names: readonly string[], rows: number): readonly ChainNode[] {
  const step = (rows * rowHeight) / Math.max(1, names.length)
  return names.map((name, index) => ({ name, y: top + (index + 0.5) * step - 20 }))
}

function typesAt(flows: readonly Flow[], service: string): readonly DataTypeChip[] {
  const types = new Map<string, DataTypeChip>()
  for (const flow of flows) {
    if (flow.service !== service) continue
    for (const chip of flow.data_types) types.set(chip.type, chip)
  }
  return [...types.values()]
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
