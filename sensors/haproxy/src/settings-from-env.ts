import { type AgentSettings, agentSettings, type Environment } from '@weir/sensor'
import type { HaproxyAgentOptions } from './start-agent.ts'

/** Reads `WEIR_URL`, `WEIR_SENSOR_KEY`, `WEIR_SPOE_LISTEN` and the rest; all problems at once. */
export function settingsFromEnv(env: Environment): AgentSettings<HaproxyAgentOptions> {
  return agentSettings(env, {
    listen: { name: 'WEIR_SPOE_LISTEN', fallback: '127.0.0.1:9201' },
    limits: { WEIR_SPOE_UNANSWERED_MS: 'unansweredMs', WEIR_SPOE_PAUSE_MS: 'pauseMs' },
  })
}
