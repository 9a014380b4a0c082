import { type AgentSettings, agentSettings, type Environment } from '@weir/sensor'
import type { EnvoyAgentOptions } from './start-agent.ts'

/** Reads `WEIR_URL`, `WEIR_SENSOR_KEY`, `WEIR_ENVOY_LISTEN` and the rest; all problems at once. */
export function settingsFromEnv(env: Environment): AgentSettings<EnvoyAgentOptions> {
  const settings = agentSettings(env, {
    listen: { name: 'WEIR_ENVOY_LISTEN', fallback: '127.0.0.1:9202' },
    limits: { WEIR_ENVOY_LONGEST_MS: 'longestMs' },
  })
  const trust = env['WEIR_ENVOY_XFCC'] || 'ignore'
  const isWord = trust === 'trust' || trust === 'ignore'
  const problems = [
    ...(settings.kind === 'problems' ? settings.problems : []),
    ...(isWord ? [] : ['WEIR_ENVOY_XFCC: expected trust or ignore']),
  ]
  if (settings.kind === 'problems' || problems.length > 0) return { kind: 'problems', problems }
  if (trust === 'ignore') return settings
  return { kind: 'options', options: { ...settings.options, trustsForwardedCertificate: true } }
}
