export type { Balance, Decide, Decision, DoorRequest, HeaderRedaction } from '@weir/sensor'
export {
  type AgentLoad,
  type EnvoyAgent,
  type EnvoyAgentOptions,
  startAgent,
} from './start-agent.ts'
