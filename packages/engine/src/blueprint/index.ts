export {
  type Catalog,
  type CatalogField,
  type CatalogOperation,
  catalogOf,
} from './catalog.ts'
export { type CloudKeyStats, learnKeyPlace } from './cloud-keys.ts'
export { type CorrectionEffect, effectOf, type OperationName } from './correction-effect.ts'
export { edgesHaveSettled, isNewEdge, supportEdge } from './edges.ts'
export { type FieldStats } from './field-stats.ts'
export {
  edgeKey,
  fieldKey,
  operationKey,
  provisionalKey,
} from './keys.ts'
export { createLearner, type Learner, type Lesson, teaches, type Teaching } from './learner.ts'
export type { Lessons, RankOf } from './lessons.ts'
export {
  advance,
  emptyModel,
  type Instructions,
  type Model,
  modelFrom,
  noInstructions,
} from './model.ts'
export { type OperationStats } from './operation-stats.ts'
export { outcomeOf } from './outcome.ts'
export { type TypedPlace, typedPlaces } from './typed-places.ts'
export { type PostureLabel, postureOf } from './posture.ts'
export { isNewReader, learnReader, readerPeak } from './readers.ts'
export { hasSettled } from './settled.ts'
export { merge, newSummary, type Summary, summaryCodec } from './summary.ts'
export { newVolumes, recordVolume, type Volumes, volumesCodec } from './volumes.ts'
export { type OpenApiDocument, openApiOf, type OpenApiOptions } from './openapi.ts'
