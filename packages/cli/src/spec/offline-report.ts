import { grouped, plural, printable } from '../output/text.ts'
import type { SpecDiff } from './diff.ts'
import type { SpecReport } from './report.ts'
import { placedText, type SpecFile } from './spec-file.ts'

/** What a description's file and recorded traffic part in. */
export function offlineReport(diff: SpecDiff, file: SpecFile): SpecReport {
  const { title, version, operations } = file.spec
  const { exchanges, held, matched, services } = diff
  const at = services.length === 0 ? '' : ` at ${services.map(printable).join(', ')}`
  const known = new Map(operations.map((one) => [`${one.method} ${one.template}`, one]))
  return {
    title,
    version,
    file: file.name,
    problems: file.problems.map(placedText),
    operations: operations.length,
    held: `${grouped(matched)} of ${plural(held, 'exchange')}${at} belong to them; ${grouped(exchanges - held)} go elsewhere`,
    matched,
    unit: 'exchange',
    differences: diff.differences.map((one) => ({
      ...one,
      line: file.lineOf(known.get(`${one.method} ${one.template}`) ?? null),
      callers: [],
    })),
  }
}
