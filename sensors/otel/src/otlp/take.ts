import type { TelemetryRecord } from '../telemetry/record.ts'

/** Is handed each record of an export, in order. */
export type Take = (record: TelemetryRecord) => void
