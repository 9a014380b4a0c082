import {
  type Catalog,
  catalogOf,
  dataTypes,
  type OwnType,
  typedPlaces,
  type Finding,
  type Incident,
  severities,
} from '@weir/engine'
import type { AnalysedFile, Analysis } from './analysis.ts'

/** What `--report` writes and `--json` prints: everything found, no values. */
export interface Report extends Catalog {
  readonly format: 'weir-report/1'
  readonly inputs: readonly AnalysedFile[]
  readonly received: number
  readonly analysed: number
  readonly rejected: number
  readonly from: string | null
  readonly to: string | null
  readonly data_types: readonly DataTypeRow[]
  readonly findings: readonly ReportedFinding[]
  readonly incidents: readonly Incident[]
}

export interface DataTypeRow {
  readonly type: string
  readonly category: string
  readonly sensitivity: string
  readonly jurisdiction: string | null
  readonly fields: readonly {
    readonly service: string
    readonly operation: string
    readonly in: string
    readonly path: string
    readonly confidence: number
  }[]
}

export interface ReportedFinding extends Omit<Finding, 'evidence'> {
  /** Ids of the first exchanges that raised it. */
  readonly evidence: readonly string[]
}

/** `evidence` names exchanges by their place in the stream; the map knows their ids. */
export function reportOf(analysis: Analysis, ids: ReadonlyMap<number, string>): Report {
  const { ensemble, files, coverage, promoted } = analysis
  const catalog = catalogOf(ensemble.model(), promoted)
  return {
    format: 'weir-report/1',
    inputs: files,
    received: coverage.exchanges + coverage.rejected,
    analysed: coverage.exchanges,
    rejected: coverage.rejected,
    from: instant(coverage.firstMs),
    to: instant(coverage.lastMs),
    ...catalog,
    data_types: dataTypeRows(catalog, ensemble.model().types.own),
    findings: [...ensemble.findings()].sort(bySeverity).map((finding) => ({
      ...finding,
      evidence: finding.evidence.map((seq) => ids.get(seq) ?? `#${seq}`),
    })),
    incidents: ensemble.incidents(),
  }
}

/** Sequence numbers the findings cite: the only ones whose ids have to be remembered. */
export function citedExchanges(analysis: Analysis): ReadonlySet<number> {
  return new Set(analysis.ensemble.findings().flatMap((finding) => finding.evidence))
}

function bySeverity(left: Finding, right: Finding): number {
  const order = severities.indexOf(right.severity) - severities.indexOf(left.severity)
  return order || left.firstMs - right.firstMs || (left.id < right.id ? -1 : 1)
}

function dataTypeRows(catalog: Catalog, own: readonly OwnType[]): readonly DataTypeRow[] {
  return [...dataTypes, ...own].flatMap(({ id, category, sensitivity, jurisdiction }) => {
    const fields = catalog.operations.flatMap((operation) =>
      typedPlaces(operation)
        .filter(({ type }) => type === id)
        .map(({ in: location, path, confidence }) => ({
          service: operation.service,
          operation: `${operation.method} ${operation.template}`,
          in: location,
          path,
          confidence,
        })),
    )
    return fields.length === 0 ? [] : [{ type: id, category, sensitivity, jurisdiction, fields }]
  })
}

/** ISO 8601; null outside what a date can be. */
function instant(ms: number | null): string | null {
  return ms === null || Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString()
}
