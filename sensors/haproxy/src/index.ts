export type { Balance, Decide, Decision, DoorRequest, HeaderRedaction } from '@weir/sensor'
export {
  type AgentLoad,
  type HaproxyAgent,
  type HaproxyAgentOptions,
  startAgent,
} from './start-agent.ts'
