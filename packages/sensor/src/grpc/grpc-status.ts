/** The codes of gRPC that this agent answers with. */
export const grpcStatus = {
  ok: 0,
  invalidArgument: 3,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const

export type GrpcStatus = (typeof grpcStatus)[keyof typeof grpcStatus]
