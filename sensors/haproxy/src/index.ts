export type { Balance, HeaderRedaction } from '@weir/sensor'
export type { Decide, Decision } from './decision.ts'
export type { RequestFacts } from './message-facts.ts'
export {
  type AgentLoad,
  type HaproxyAgent,
  type HaproxyAgentOptions,
  startAgent,
} from './start-agent.ts'
