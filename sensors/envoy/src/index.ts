export type { Balance, Decide, DoorCall, HeaderRedaction, Verdict } from '@weir/sensor'
export {
  type AgentLoad,
  type EnvoyAgent,
  type EnvoyAgentOptions,
  startAgent,
} from './start-agent.ts'
