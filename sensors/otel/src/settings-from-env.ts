import { type AgentSettings, agentSettings, type Environment, listenAddress } from '@weir/sensor'
import type { OtelAgentOptions } from './start-agent.ts'

const grpcDefault = '127.0.0.1:4317'

/** Reads `WEIR_URL`, `WEIR_SENSOR_KEY`, `WEIR_OTEL_LISTEN` and the rest; all problems at once. */
export function settingsFromEnv(env: Environment): AgentSettings<OtelAgentOptions> {
  const settings = agentSettings(env, {
    listen: { name: 'WEIR_OTEL_LISTEN', fallback: '127.0.0.1:4318' },
    limits: {},
  })
  const text = env['WEIR_OTEL_GRPC_LISTEN'] || grpcDefault
  const listenGrpc = text === 'off' ? null : listenAddress(text)
  const isWrong = listenGrpc === null && text !== 'off'
  const problems = [
    ...(settings.kind === 'problems' ? settings.problems : []),
    ...(isWrong ? [`WEIR_OTEL_GRPC_LISTEN: expected off or host:port such as ${grpcDefault}`] : []),
    ...(env['WEIR_DOOR'] === 'on' ? ['WEIR_DOOR: what is told afterwards cannot be refused'] : []),
  ]
  if (settings.kind === 'problems' || problems.length > 0) return { kind: 'problems', problems }
  return { kind: 'options', options: { ...settings.options, listenGrpc } }
}
