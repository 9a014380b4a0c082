export type { Balance, Redaction } from '@weir/sensor'
export type { IntakeCounts } from './intake.ts'
export { type OtelAgent, type OtelAgentOptions, startAgent } from './start-agent.ts'
