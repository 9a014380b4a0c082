import { specRules } from '@weir/schema/api'
import type { Log, Result as SarifResult } from 'sarif'
import type { ReportedDifference, SpecReport } from '../spec/report.ts'
import { version } from '../version.ts'

/** SARIF 2.1.0 (OASIS), as code scanning takes it: each difference at its line of the description. */
export function sarifOf(report: SpecReport): Log {
  const kinds = [...new Set(report.differences.map(({ kind }) => kind))]
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'weir',
            version: version(),
            rules: kinds.map((kind) => ({
              id: `spec.${kind}`,
              shortDescription: { text: specRules[kind].title },
              defaultConfiguration: { level: specRules[kind].level },
            })),
          },
        },
        results: report.differences.map((difference) => resultOf(difference, report)),
      },
    ],
  }
}

function resultOf(difference: ReportedDifference, { file, unit }: SpecReport): SarifResult {
  const { kind, method, template, path, what, count, line } = difference
  const place = path === '' ? '' : `, ${difference.in ?? 'status'} ${path}`
  return {
    ruleId: `spec.${kind}`,
    level: specRules[kind].level,
    message: { text: `${method} ${template}${place}: ${what} (${count} ${unit}s)` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.replaceAll('\\', '/') },
          region: { startLine: line },
        },
      },
    ],
    partialFingerprints: {
      difference: [kind, method, template, difference.in, path].join(' '),
    },
  }
}
