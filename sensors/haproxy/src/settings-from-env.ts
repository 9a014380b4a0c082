import type { HaproxyAgentOptions, ListenAddress } from './start-agent.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What the environment asks for: an agent, or something that cannot be done. */
export type EnvironmentSettings =
  | { readonly kind: 'options'; readonly options: HaproxyAgentOptions }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }

const defaultUrl = 'http://127.0.0.1:7447'
const defaultListen = '127.0.0.1:9201'

/** Reads `WEIR_URL`, `WEIR_SENSOR_KEY`, `WEIR_SPOE_LISTEN` and the rest; all problems at once. */
export function settingsFromEnv(env: Environment): EnvironmentSettings {
  const problems: string[] = []
  const whole = (name: string): number | undefined => wholeNumber(env, name, problems)
  const url = env['WEIR_URL'] || defaultUrl
  const key = env['WEIR_SENSOR_KEY'] ?? ''
  if (!isHttpUrl(url)) problems.push('WEIR_URL: expected an address such as http://127.0.0.1:7447')
  if (key === '') problems.push('WEIR_SENSOR_KEY: expected the key the hub gave out')
  const listen = listenAddress(env['WEIR_SPOE_LISTEN'] || defaultListen)
  if (listen === null)
    problems.push(`WEIR_SPOE_LISTEN: expected host:port such as ${defaultListen}`)
  const sampleRate = share(env, 'WEIR_SENSOR_SAMPLE', problems)
  const limits = {
    bodyBytes: whole('WEIR_SENSOR_BODY_BYTES'),
    queueBytes: whole('WEIR_SENSOR_QUEUE_BYTES'),
    batchMs: whole('WEIR_SENSOR_BATCH_MS'),
    exitFlushMs: whole('WEIR_SENSOR_EXIT_MS'),
    unansweredMs: whole('WEIR_SPOE_UNANSWERED_MS'),
    pauseMs: whole('WEIR_SPOE_PAUSE_MS'),
  }
  if (listen === null || problems.length > 0) return { kind: 'problems', problems }
  return {
    kind: 'options',
    options: {
      url,
      key,
      listen,
      ...(env['WEIR_SERVICE'] ? { service: env['WEIR_SERVICE'] } : {}),
      ...(sampleRate === undefined ? {} : { sampleRate }),
      ...redaction(env),
      limits: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
    },
  }
}

function listenAddress(text: string): ListenAddress | null {
  const [, host = '', digits = ''] = /^(.{1,255}):(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (host === '' || port > 65_535) return null
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port }
}

function redaction(env: Environment): Pick<HaproxyAgentOptions, 'redact'> {
  const names = (env['WEIR_SENSOR_REDACT_HEADERS'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const key = env['WEIR_SENSOR_REDACT_KEY']
  return names.length === 0 ? {} : { redact: { names, ...(key ? { key } : {}) } }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function wholeNumber(env: Environment, name: string, problems: string[]): number | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  if (/^\d{1,12}$/.test(text)) return Number(text)
  problems.push(`${name}: expected a whole number`)
  return undefined
}

function share(env: Environment, name: string, problems: string[]): number | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  if (value >= 0 && value <= 1) return value
  problems.push(`${name}: expected a number from 0 to 1`)
  return undefined
}
