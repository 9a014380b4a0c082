import type { DifferenceKind } from '@weir/engine'
import type { Log, Result as SarifResult } from 'sarif'
import { levels, type SpecDiff } from '../spec/diff.ts'
import type { SpecFile } from '../spec/spec-file.ts'
import { version } from '../version.ts'

/** What each kind of difference means, for whoever meets its id. */
export const kindWords: Readonly<Record<DifferenceKind, string>> = {
  shadow: 'An operation answers that no description has',
  orphan: 'A described operation was never called',
  zombie: 'A deprecated operation is still called',
  'undocumented-parameter': 'A query parameter is sent that is not described',
  'missing-parameter': 'A required query parameter is not sent',
  'undocumented-status': 'A status is answered that is not described',
  'undocumented-field': 'A field is sent that is not described',
  'type-break': 'A value has a type that is not described',
  'enum-break': 'A value is none of those described',
}

/** SARIF 2.1.0 (OASIS), as code scanning takes it: each difference at its line of the description. */
export function sarifOf(diff: SpecDiff, file: SpecFile): Log {
  const kinds = [...new Set(diff.differences.map(({ kind }) => kind))]
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
              shortDescription: { text: kindWords[kind] },
              defaultConfiguration: { level: levels[kind] },
            })),
          },
        },
        results: diff.differences.map((difference): SarifResult => {
          const { kind, method, template, path, what, count } = difference
          const place = path === '' ? '' : `, ${difference.in ?? 'status'} ${path}`
          return {
            ruleId: `spec.${kind}`,
            level: levels[kind],
            message: { text: `${method} ${template}${place}: ${what} (${count} exchanges)` },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: file.name.replaceAll('\\', '/') },
                  region: { startLine: file.lineOf(method, template) },
                },
              },
            ],
            partialFingerprints: {
              difference: [kind, method, template, difference.in, path].join(' '),
            },
          }
        }),
      },
    ],
  }
}
