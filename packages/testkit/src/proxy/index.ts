export { type Centre, startCentre } from './centre.ts'
export {
  type AgentProcess,
  type AgentProgram,
  exitOf,
  runCommand,
  startAgentProcess,
} from './agent-process.ts'
export { certificate, certificateKey } from './certificate.ts'
export { bodyOf, call, type Reply } from './http-call.ts'
export { type Hub, startHub } from './hub.ts'
export { freePort, listen, type Running, until } from './loopback.ts'
export {
  bodyFor,
  faultOf,
  halfLoad,
  numberedService,
  numberOf,
  type Send,
} from './numbered-traffic.ts'
export { redactable, redactableService } from './redactable-service.ts'
export { type RawClient, rawClient } from './raw-client.ts'
export { type LoadReport, steadyLoad } from './steady-load.ts'
export { faultsOfPassing } from './unredactable.ts'
export { underWay } from './under-way.ts'
export { type Decided, whileDecided } from './while-decided.ts'
