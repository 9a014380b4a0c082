export type { Balance, Decide, DoorCall, Redaction, Verdict } from '@weir/sensor'
export {
  type AgentLoad,
  type EnvoyAgent,
  type EnvoyAgentOptions,
  startAgent,
} from './start-agent.ts'
