export { type CallHandler, type GrpcCall } from './grpc-call.ts'
export { type GrpcLimits, type GrpcMethod, GrpcServer } from './grpc-server.ts'
export { type GrpcStatus, grpcStatus } from './grpc-status.ts'
