import type { CallHandler, GrpcCall } from './grpc/grpc-call.ts'
import type { GrpcMethod } from './grpc/grpc-server.ts'
import { type GrpcStatus, grpcStatus } from './grpc/grpc-status.ts'
import { numberField } from './protobuf/wire-writer.ts'

/** `HealthCheckResponse`: status=1, SERVING. */
const serving = numberField(1, 1)

/** `grpc.health.v1.Health/Check`: Envoy's way to find out that the agent hangs. */
export const healthService: GrpcMethod = {
  open: (call: GrpcCall): CallHandler => ({
    message: () => {
      call.answer(serving)
      call.end(grpcStatus.ok)
    },
    gone: () => undefined,
  }),
  noRoom: (): GrpcStatus => grpcStatus.unavailable,
}
