import {
  createSpecCheck,
  type Difference,
  orphansOf,
  resolveRow,
  type Spec,
  type SpecCheck,
  wholeDifference,
} from '@weir/engine'
import { specRuleNames } from '@weir/schema/api'
import { analyse } from '../analyze/analysis.ts'

export interface SpecDiff {
  readonly exchanges: number
  /** Of the services below. */
  readonly held: number
  /** Those that belong to a described operation. */
  readonly matched: number
  readonly services: readonly string[]
  readonly differences: readonly Difference[]
}

export interface DiffOptions {
  readonly files: readonly string[]
  /** Only exchanges of this service; null takes those the description fits. */
  readonly service: string | null
  readonly onProgress: (file: string, exchanges: number) => void
}

/** Services that are told apart; the others are not held against the description. */
const mostServices = 1_000

/** Holds traffic against a description; what is in no description is named by discovery. */
export async function diffSpec(spec: Spec, options: DiffOptions): Promise<SpecDiff> {
  const services = new Map<string, Service>()
  const isMatched: boolean[] = []
  const analysis = await analyse({
    learn: [],
    files: options.files,
    networks: [],
    secret: null,
    onProgress: ({ file, exchanges }) => options.onProgress(file, exchanges),
    onExchange: (exchange, name) => {
      const service = serviceAt(services, name, spec)
      isMatched.push(service?.check.see(exchange) === true)
    },
  })
  try {
    const model = analysis.ensemble.model()
    let at = 0
    for await (const { row } of analysis.rows.rows()) {
      const service = services.get(row.service)
      if (service !== undefined)
        note(service, resolveRow(model, row).operation, isMatched[at] === true)
      at += 1
    }
    return diffOf(spec, servicesOf(spec, services, options.service, model.nameOf), at)
  } finally {
    analysis.rows.dispose()
  }
}

/** Traffic of one service, or of one of its hosts before they were known to be one, beside the description. */
interface Service {
  readonly check: SpecCheck
  exchanges: number
  /** Answered calls that are in no description, by operation. */
  readonly others: Map<string, number>
}

function serviceAt(services: Map<string, Service>, name: string, spec: Spec): Service | null {
  const known = services.get(name)
  if (known !== undefined) return known
  if (services.size >= mostServices) return null
  const fresh = { check: createSpecCheck(spec), exchanges: 0, others: new Map() }
  services.set(name, fresh)
  return fresh
}

function note(service: Service, operation: string | null, isMatched: boolean): void {
  service.exchanges += 1
  // What nobody answers is no operation: a scanner's guesses are no shadow.
  if (!isMatched && operation !== null)
    service.others.set(operation, (service.others.get(operation) ?? 0) + 1)
}

/**
 * The service that was asked for; else those its servers name; else those most of whose calls the
 * description has. Traffic is often of many services, and paths such as `/health` are everywhere.
 */
function servicesOf(
  spec: Spec,
  services: ReadonlyMap<string, Service>,
  wanted: string | null,
  serviceOf: (host: string) => string,
): readonly NamedService[] {
  const all = [...services].map(([name, service]): NamedService => [serviceOf(name), service])
  if (wanted !== null) return all.filter(([name]) => name === serviceOf(wanted))
  const hosts = new Set(spec.hosts.map(serviceOf))
  const named = all.filter(([name]) => hosts.has(name.toLowerCase()))
  const fitting = all.filter(([, { check, exchanges }]) => check.matched * 2 >= exchanges)
  return named.length > 0 ? named : fitting
}

type NamedService = readonly [name: string, service: Service]

function diffOf(spec: Spec, services: readonly NamedService[], exchanges: number): SpecDiff {
  const own = services.map(([, service]) => service)
  const found = own.flatMap(({ check, others }) => [...shadowsOf(others), ...check.differences()])
  const called = new Set(own.flatMap(({ check }) => [...check.called()]))
  const orphans = orphansOf(spec, called).map(({ difference }) => difference)
  return {
    exchanges,
    held: own.reduce((sum, service) => sum + service.exchanges, 0),
    matched: own.reduce((sum, { check }) => sum + check.matched, 0),
    services: [...new Set(services.map(([name]) => name))],
    differences: [...joined(found), ...orphans].sort(byGravity),
  }
}

/** The same difference at two services is one. */
function joined(found: readonly Difference[]): readonly Difference[] {
  const byKey = new Map<string, Difference>()
  for (const one of found) {
    const key = JSON.stringify([one.kind, one.method, one.template, one.in, one.path])
    const known = byKey.get(key)
    byKey.set(key, known === undefined ? one : { ...known, count: known.count + one.count })
  }
  return [...byKey.values()]
}

function shadowsOf(others: ReadonlyMap<string, number>): readonly Difference[] {
  return [...others].map(([operation, count]) => {
    const [method = '', template = ''] = operation.split(' ', 2)
    return wholeDifference('shadow', { method, template }, count)
  })
}

/** The gravest rule first, and in it what most exchanges show. */
function byGravity(left: Difference, right: Difference): number {
  return (
    specRuleNames.indexOf(left.kind) - specRuleNames.indexOf(right.kind) ||
    right.count - left.count ||
    (nameOf(left) < nameOf(right) ? -1 : 1)
  )
}

function nameOf({ template, method, path }: Difference): string {
  return `${template} ${method} ${path}`
}
