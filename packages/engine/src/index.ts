export { type Arrival, createReceiver, partitionCount, type Receiver } from './arrival.ts'
export {
  type Catalog,
  type CatalogField,
  type CatalogOperation,
  catalogOf,
  type CorrectionEffect,
  effectOf,
  merge,
  type Model,
  type OpenApiDocument,
  openApiOf,
  type OpenApiOptions,
  type PostureLabel,
  postureOf,
  type Summary,
  type TypedPlace,
  typedPlaces,
  type Teaching,
} from './blueprint/index.ts'
export {
  builtInTypes,
  compileOwnTypes,
  type DataType,
  type DataTypeId,
  type DataTypes,
  dataTypes,
  type OwnType,
  ownValidators,
  readOwnType,
  type TextSpan,
  textSearch,
} from './classify/index.ts'
export { type EngineConfig, type EngineOptions, engineConfig } from './config.ts'
export type { Fact, Finding, Incident, Severity, Signal } from './correlate/index.ts'
export { severities } from './correlate/index.ts'
export {
  compileCorrections,
  type Correction,
  type CorrectionKind,
  correctionKinds,
  readCorrection,
} from './discover/index.ts'
export { createEnsemble, type Ensemble, type EnsembleOptions, type Joined } from './ensemble.ts'
export type { Identity, Principal } from './identify/index.ts'
export { limits } from './limits.ts'
export { createEngine, type Engine, type Observation } from './pipeline.ts'
export type { KeyedHasher } from './ports.ts'
export { type ResolvedField, type ResolvedRow, recordsOf, resolveRow, type Row } from './row.ts'
export {
  compareLearned,
  type Comparison,
  createSpecCheck,
  type Difference,
  type DifferenceKind,
  type LearnedDifference,
  type LearnedOperation,
  orphansOf,
  readSpec,
  type Spec,
  type SpecCheck,
  type SpecOperation,
  type SpecProblem,
  type SpecReading,
  wholeDifference,
} from './spec/index.ts'
export { type Tracker, trackers } from './trackers/index.ts'
