import {
  type AgentSettings,
  agentSettings,
  type Environment,
  EnvironmentReader,
} from '@weir/sensor'
import type { HaproxyAgentOptions } from './start-agent.ts'

/** Reads `WEIR_URL`, `WEIR_SENSOR_KEY`, `WEIR_SPOE_LISTEN`, `WEIR_REDACT` and the rest; all problems at once. */
export function settingsFromEnv(env: Environment): AgentSettings<HaproxyAgentOptions> {
  const settings = agentSettings(env, {
    listen: { name: 'WEIR_SPOE_LISTEN', fallback: '127.0.0.1:9201' },
    limits: { WEIR_SPOE_UNANSWERED_MS: 'unansweredMs', WEIR_SPOE_PAUSE_MS: 'pauseMs' },
  })
  const reader = new EnvironmentReader(env)
  const redactsResponses = reader.isOn('WEIR_REDACT')
  const problems = [...(settings.kind === 'problems' ? settings.problems : []), ...reader.problems]
  if (settings.kind === 'problems' || problems.length > 0) return { kind: 'problems', problems }
  return redactsResponses
    ? { kind: 'options', options: { ...settings.options, redactsResponses } }
    : settings
}
