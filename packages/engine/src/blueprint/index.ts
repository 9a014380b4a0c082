export {
  type Catalog,
  type CatalogField,
  type CatalogOperation,
  catalogOf,
} from './catalog.ts'
export { type FieldStats } from './field-stats.ts'
export {
  fieldKey,
  operationKey,
  provisionalKey,
} from './keys.ts'
export { createLearner, type Learner, type Lesson, type Teaching } from './learner.ts'
export { advance, emptyModel, type Model, modelFrom } from './model.ts'
export { type OperationStats } from './operation-stats.ts'
export { outcomeOf } from './outcome.ts'
export { merge, newSummary, type Summary, summaryCodec } from './summary.ts'
export { newVolumes, recordVolume, type Volumes, volumesCodec } from './volumes.ts'
export { type OpenApiDocument, openApiOf } from './openapi.ts'
