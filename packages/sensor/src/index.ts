export { type FuseLimits, fuseLimits } from './door/fuse.ts'
export type { Decide, DoorCall } from './door/door-call.ts'
export { Judge } from './door/judge.ts'
export { type Door, type DoorOptions, type DoorState, startDoor } from './door/start-door.ts'
export { pass, type Pass, type Refusal, type Verdict } from './door/verdict.ts'
export { type AgentCommand, runAgent, type RunningAgent } from './agent-command.ts'
export {
  type AgentOptions,
  type AgentSettings,
  agentSettings,
  listenAddress,
  type ListenAddress,
} from './agent-settings.ts'
export { type AnalysisBounds, AnalysisQueue } from './analysis-queue.ts'
export type { Balance, DropReason } from './balance.ts'
export { type BodyPart, type BodySight, bodyPart, noBody, wholeCharacters } from './body-part.ts'
export { Buckets, type Chained } from './buckets.ts'
export { ByteBudget } from './byte-budget.ts'
export { commonHelp } from './common-help.ts'
export { commonLimits, type Environment, EnvironmentReader } from './environment.ts'
export { createSensor, type ExchangeSensor, type SensorOptions } from './exchange-sensor.ts'
export { allOf, type FieldList, firstOf, hostOf, listLookup } from './field-list.ts'
export { fingerprintText } from './fingerprint-text.ts'
export {
  addField,
  fieldOf,
  type HeaderFields,
  hostWithoutPort,
} from './header-fields.ts'
export { GrowingBuffer } from './growing-buffer.ts'
export {
  heldResponseBytes,
  isRedactable,
  type Redactable,
  redactResponse,
  staleFields,
  withoutStale,
} from './redact/response-rules.ts'
export type { WireName } from './wire/line-format.ts'
export { type SensorLimits, sensorLimits } from './limits.ts'
export { toMicroseconds } from './microseconds.ts'
export { Outbox } from './outbox.ts'
export { isOwnRequest } from './own-requests.ts'
export type { Answer, Cancel, Clock, Parcel, Transport } from './ports.ts'
export { lineRedactor } from './redact/line-redactor.ts'
export type { Redaction } from './redact/redaction.ts'
export { type SeenLine, toExchangeLine } from './seen-line.ts'
export { type Linked, UnderWay } from './under-way.ts'
