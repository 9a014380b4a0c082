import { commonLimits, type Environment, EnvironmentReader } from '@weir/sensor'
import type { NodeSensorOptions } from './start-sensor.ts'

/** What the environment asks for: nothing, a sensor, or something that cannot be done. */
export type EnvironmentSettings =
  | { readonly kind: 'absent' }
  | { readonly kind: 'options'; readonly options: NodeSensorOptions }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }

/** Reads `WEIR_URL`, `WEIR_SENSOR_KEY`, `WEIR_SERVICE` and the limits; all problems at once. */
export function settingsFromEnv(env: Environment): EnvironmentSettings {
  const { WEIR_URL, WEIR_SENSOR_KEY } = env
  if (env['WEIR_SENSOR'] === 'off' || (!WEIR_URL && !WEIR_SENSOR_KEY)) return { kind: 'absent' }
  const reader = new EnvironmentReader(env)
  const service = reader.text('WEIR_SERVICE')
  const options = {
    url: reader.url(),
    key: reader.key(),
    ...(service === undefined ? {} : { service }),
    ...(reader.isOn('WEIR_DOOR') ? { door: true } : {}),
    ...reader.sampleRate(),
    ...reader.redaction(),
    ...reader.wire(),
    limits: reader.limits(commonLimits),
  }
  const { problems } = reader
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'options', options }
}
