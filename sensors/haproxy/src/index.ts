export type { Balance, Decide, DoorCall, Redaction, Verdict } from '@weir/sensor'
export {
  type AgentLoad,
  type HaproxyAgent,
  type HaproxyAgentOptions,
  startAgent,
} from './start-agent.ts'
