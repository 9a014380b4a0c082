export { decodeDecision } from './decode-decision.ts'
export { decodeDoorMessage } from './decode-message.ts'
export {
  type ActionKind,
  actionKinds,
  type Decision,
  type DecisionAction,
  type DecisionMatch,
  type DecisionMode,
  type DecisionSubject,
} from './decision.ts'
export { decisionLimits } from './limits.ts'
export { parsePath, pathLimits, type PathStep } from './redaction-path.ts'
export type {
  CredentialKey,
  DecisionHits,
  DoorMessage,
  DoorReport,
  KnownNetwork,
} from './messages.ts'
