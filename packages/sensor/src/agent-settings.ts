import type { HeaderRedaction } from './redact-headers.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface ListenAddress {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
}

/** What is each agent's own in what the environment can say. */
export interface AgentVariables {
  /** The variable that says where the proxy finds the agent, and what is meant where it is missing. */
  readonly listen: { readonly name: string; readonly fallback: string }
  /** Limits beside the common ones, by the variables that set them. */
  readonly limits: Readonly<Record<string, string>>
}

/** What every agent beside a proxy can be told. */
export interface AgentOptions {
  readonly url: string
  readonly key: string
  readonly listen: ListenAddress
  readonly service?: string
  readonly sampleRate?: number
  readonly redact?: HeaderRedaction
  readonly limits: Readonly<Record<string, number>>
}

/** What the environment asks for: an agent, or something that cannot be done. */
export type AgentSettings<Options = AgentOptions> =
  | { readonly kind: 'options'; readonly options: Options }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }

const defaultUrl = 'http://127.0.0.1:7447'
const commonLimits = {
  WEIR_SENSOR_BODY_BYTES: 'bodyBytes',
  WEIR_SENSOR_QUEUE_BYTES: 'queueBytes',
  WEIR_SENSOR_BATCH_MS: 'batchMs',
  WEIR_SENSOR_EXIT_MS: 'exitFlushMs',
}

/** Reads `WEIR_URL`, `WEIR_SENSOR_KEY`, where to listen and the rest; all problems at once. */
export function agentSettings(env: Environment, variables: AgentVariables): AgentSettings {
  const problems: string[] = []
  const url = env['WEIR_URL'] || defaultUrl
  const key = env['WEIR_SENSOR_KEY'] ?? ''
  if (!isHttpUrl(url)) problems.push('WEIR_URL: expected an address such as http://127.0.0.1:7447')
  if (key === '') problems.push('WEIR_SENSOR_KEY: expected the key the hub gave out')
  const { name, fallback } = variables.listen
  const listen = listenAddress(env[name] || fallback)
  if (listen === null) problems.push(`${name}: expected host:port such as ${fallback}`)
  const sampleRate = share(env, 'WEIR_SENSOR_SAMPLE', problems)
  const limits = limitsOf(env, { ...commonLimits, ...variables.limits }, problems)
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
      limits,
    },
  }
}

function limitsOf(
  env: Environment,
  names: Readonly<Record<string, string>>,
  problems: string[],
): Readonly<Record<string, number>> {
  const limits: Record<string, number> = {}
  for (const [variable, limit] of Object.entries(names)) {
    const value = wholeNumber(env, variable, problems)
    if (value !== undefined) limits[limit] = value
  }
  return limits
}

function listenAddress(text: string): ListenAddress | null {
  const [, host = '', digits = ''] = /^(.{1,255}):(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (host === '' || port > 65_535) return null
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port }
}

function redaction(env: Environment): Pick<AgentOptions, 'redact'> {
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
