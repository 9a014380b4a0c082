import { type CallHandler, type GrpcCall, type GrpcMethod, grpcStatus } from '@weir/sensor/grpc'
import type { Intake } from './intake.ts'
import { exportResponse } from './otlp/answers.ts'
import type { Signal } from './telemetry/record.ts'

/** The methods of OTLP/gRPC. */
export const exportMethods = {
  '/opentelemetry.proto.collector.trace.v1.TraceService/Export': 'traces',
  '/opentelemetry.proto.collector.logs.v1.LogsService/Export': 'logs',
} as const satisfies Readonly<Record<string, Signal>>

/** One method: takes one message, answers it and ends. */
export function grpcExport(signal: Signal, intake: Intake): GrpcMethod {
  const open = (call: GrpcCall): CallHandler => {
    const read = (bytes: Buffer): void => {
      const outcome = intake.protobuf(signal, bytes)
      if (outcome.kind === 'malformed') return call.end(grpcStatus.invalidArgument)
      // The status OTLP asks clients to try again on.
      if (outcome.kind === 'busy') return call.end(grpcStatus.unavailable)
      call.answer(exportResponse(outcome.rejected))
      call.end(grpcStatus.ok)
    }
    return { message: read, gone: () => call.end(grpcStatus.invalidArgument) }
  }
  return { open, noRoom: () => grpcStatus.unavailable }
}
