export type { Balance, Decide, DoorCall, HeaderRedaction, Verdict } from '@weir/sensor'
export {
  type AgentLoad,
  type HaproxyAgent,
  type HaproxyAgentOptions,
  startAgent,
} from './start-agent.ts'
