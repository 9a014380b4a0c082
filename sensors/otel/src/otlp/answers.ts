import { bytesField, message, numberField, textField } from '@weir/schema/protobuf'
import type { Signal } from '../telemetry/record.ts'

const why = 'more records than one export may have'

/** `ExportTraceServiceResponse`, `ExportLogsServiceResponse`: partial_success=1 of rejected=1, error_message=2. */
export function exportResponse(rejected: number): Uint8Array {
  if (rejected === 0) return message()
  return bytesField(1, message(numberField(1, rejected), textField(2, why)))
}

export function exportResponseJson(signal: Signal, rejected: number): string {
  if (rejected === 0) return '{}'
  const count = signal === 'traces' ? 'rejectedSpans' : 'rejectedLogRecords'
  return JSON.stringify({ partialSuccess: { [count]: String(rejected), errorMessage: why } })
}

/** `google.rpc.Status`: code=1, message=2. */
export function rpcStatus(code: number, text: string): Uint8Array {
  return message(numberField(1, code), textField(2, text))
}

export function rpcStatusJson(code: number, text: string): string {
  return JSON.stringify({ code, message: text })
}
