export { defaultDataFolder } from './config/data-folder.ts'
export { loadSettings, type Overrides, type SettingsSources } from './config/load-settings.ts'
export type { Settings } from './config/settings.ts'
export { type ErrorGuide, errorGuide } from './error-guide.ts'
export type { Balance, Hub, HubEvent, Problem, SensorStatus } from './hub.ts'
export { inflate, inflateExchange, type Inflation } from './ingest/inflate.ts'
export { type DerivedKeys, deriveKeys, secretFromInput } from './secrets/keyed-hasher.ts'
export { readApiToken } from './secrets/read-api-token.ts'
export { type RunningServer, type ServerOptions, startServer } from './server.ts'
export { openApiText } from './specs/openapi-text.ts'
export {
  type DocumentReading,
  type PlacedProblem,
  type ReadDocument,
  readDocument,
} from './specs/read-document.ts'
export type { CallRow, Ledger, LedgerEntry } from './stores/ledger.ts'
export { ownTypeFrom } from './stores/own-types.ts'
export { type ErrorCode, errorCodes, WeirError } from './weir-error.ts'
