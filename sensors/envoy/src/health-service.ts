import {
  type CallHandler,
  type GrpcCall,
  type GrpcMethod,
  type GrpcStatus,
  grpcStatus,
} from '@weir/sensor/grpc'
import { numberField } from '@weir/schema/protobuf'

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
