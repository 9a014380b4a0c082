export { type ActionFacts, protocolAction } from './actions/protocol-action.ts'
export { type S3Facts, type S3Request, s3Request } from './actions/s3.ts'
export {
  mergeRoutes,
  newRoutes,
  type Outcome,
  recordRoute,
  type RouteSighting,
  type Routes,
  trimRoutes,
} from './routes.ts'
export {
  compileCorrections,
  type Correction,
  type CorrectionKind,
  correctionKinds,
  type CorrectedPaths,
  type Corrections,
  noCorrections,
  readCorrection,
} from './corrections.ts'
export { routesCodec } from './routes-codec.ts'
export { isValueShape, type SegmentShape } from './segment-shape.ts'
export { decodeTokens, encodeTokens, type PathTokens, type Token, tokenise } from './tokens.ts'
export { reservedWords } from './weights.ts'
export { deriveOperations } from './operation-tree.ts'
export type {
  Operation,
  OperationParameter,
  OperationTree,
  ParameterEvidence,
} from './route-match.ts'
