import { routes, type SpecDiff, type SpecDifference } from '@weir/schema/api'
import { grouped, plural, printable } from '../output/text.ts'
import type { ApiClient } from '../running/api-client.ts'
import type { SpecReport } from './report.ts'
import { placedText } from './spec-file.ts'

const pageSize = 500

/** Where the document a running Weir was given and what it knows of the service part. */
export async function askSpecDiff(client: ApiClient, service: string): Promise<SpecDiff> {
  const params = { service_name: service }
  let page = await client.ask(routes.getSpecDiff, { params, query: { limit: String(pageSize) } })
  const items: SpecDifference[] = [...page.items]
  while (page.next !== null) {
    const query = { limit: String(pageSize), cursor: page.next }
    page = await client.ask(routes.getSpecDiff, { params, query })
    items.push(...page.items)
  }
  return { ...page, items }
}

export function runningReport({ spec, problems, matched, called, items }: SpecDiff): SpecReport {
  const at = printable(spec.service)
  return {
    title: spec.title,
    version: spec.version,
    file: spec.file,
    problems: problems.map(placedText),
    operations: spec.operations,
    held: `${grouped(called)} of them were called at ${at}; ${plural(matched, 'call')} belong to them`,
    matched,
    unit: 'call',
    differences: items.map(({ rule: kind, callers, ...rest }) => ({
      ...rest,
      kind,
      callers: (callers ?? []).map(({ source }) => source),
    })),
  }
}
