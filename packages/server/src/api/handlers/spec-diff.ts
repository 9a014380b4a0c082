import type { CatalogOperation, LearnedDifference } from '@weir/engine'
import { type SpecDifference, specRuleNames, specRules } from '@weir/schema/api'
import type { ServiceCallers } from '../../stores/ledger-reader.ts'
import { groupedBy } from '../catalog-index.ts'
import type { Handler, Sources } from '../handler.ts'
import { inOrder, type Order } from '../keyset.ts'
import { operationIdOf } from '../operation-id.ts'
import { answerPage } from '../paging.ts'
import type { KeptComparison } from '../spec-comparison.ts'
import { noSpec, specView } from './specs.ts'

const weekMs = 7 * 86_400_000
const mostCallers = 5_000
const shownCallers = 5

type Found = LearnedDifference<CatalogOperation>

/** The gravest rule first, and in it what most calls show. */
const byGravity: Order<Found> = {
  keyOf: ({ difference, learned }) => [
    specRuleNames.indexOf(difference.kind),
    difference.count,
    `${difference.template} ${difference.method}`,
    `${difference.in ?? ''} ${difference.path} ${learned?.template ?? ''}`,
  ],
  directions: ['up', 'down', 'up', 'up'],
}

export const getSpecDiff: Handler<'getSpecDiff'> = async ({ params, query }, sources) => {
  const service = params.service_name
  const comparison = sources.catalog().comparisons.get(service)
  if (comparison === undefined) return noSpec
  const callers = await callersAt(sources, service)
  const page = answerPage(inOrder(comparison.differences, byGravity), {
    order: byGravity,
    form: ['number', 'number', 'string', 'string'],
    asked: query,
    passes: ({ difference }) => query.rule === undefined || query.rule.includes(difference.kind),
    view: (found) => differenceView(found, { sources, service, comparison, callers }),
  })
  if (!page.ok) return page
  const { spec, document, matched, called, rules } = comparison
  const whole = { spec: specView(spec), problems: [...document.problems], matched, called }
  return { ok: true, value: { ...whole, rules: [...rules], ...page.value } }
}

type Callers = ReadonlyMap<string, readonly ServiceCallers[]>

async function callersAt({ ledger }: Sources, service: string): Promise<Callers | null> {
  const period = ledger.last(weekMs)
  const rows = await ledger.tryAsk('service-callers', { ...period, service, limit: mostCallers })
  return rows === null ? null : groupedBy(rows, keyOf)
}

function keyOf({ method, template }: Pick<CatalogOperation, 'method' | 'template'>): string {
  return `${method} ${template}`
}

interface Surroundings {
  readonly sources: Sources
  readonly service: string
  readonly comparison: KeptComparison
  readonly callers: Callers | null
}

function differenceView(
  { difference, learned, described }: Found,
  { sources, service, comparison, callers }: Surroundings,
): SpecDifference {
  const { kind: rule, method, template, in: place, path, what, count } = difference
  const watched = sources.catalog().services.get(service)
  const since = learned?.firstMs ?? watched?.firstMs
  const own = learned === null ? [] : (callers?.get(keyOf(learned)) ?? [])
  return {
    rule,
    level: specRules[rule].level,
    method,
    template,
    in: place,
    path,
    what,
    count,
    operation: learned === null ? null : operationRefOf(learned),
    line: comparison.document.lineOf(described),
    since_ms: since === undefined ? null : Math.max(0, since),
    last_ms: learned === null ? null : Math.max(0, learned.lastMs),
    callers:
      callers === null
        ? null
        : own.slice(0, shownCallers).map(({ source, calls, lastMs }) => ({
            source,
            calls,
            last_ms: Math.max(0, lastMs),
          })),
  }
}

function operationRefOf(learned: CatalogOperation): SpecDifference['operation'] {
  const { service, method, template } = learned
  return { id: operationIdOf(learned), service, method, template }
}
