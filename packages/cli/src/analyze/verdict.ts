import { type Model, resolveRow } from '@weir/engine'
import type { JudgedRow } from './row-file.ts'

/** One line of `--verdicts`: what Weir says of one exchange after all input. */
export interface Verdict {
  readonly id: string
  readonly service: string
  readonly operation: string | null
  readonly action?: string
  readonly principal: object | null
  readonly fields: readonly object[]
  readonly signals: readonly object[]
  readonly findings: readonly string[]
  readonly score: number
}

export function verdictOf(model: Model, judged: JudgedRow): Verdict {
  const { id, row, signals, findings, score } = judged
  const { service, operation, fields } = resolveRow(model, row)
  return {
    id,
    service,
    operation,
    ...(row.action === null ? {} : { action: row.action }),
    principal: row.principal,
    fields,
    signals: signals.map(({ tracker, score: weight, field, why }) => ({
      tracker,
      score: weight,
      ...(field === null ? {} : { field }),
      why,
    })),
    findings,
    score,
  }
}
