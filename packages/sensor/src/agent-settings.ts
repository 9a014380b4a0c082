import { commonLimits, type Environment, EnvironmentReader } from './environment.ts'
import type { Redaction } from './redact/redaction.ts'
import type { WireName } from './wire/line-format.ts'

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
  /** Whether the agent is a door as well. */
  readonly door: boolean
  readonly sampleRate?: number
  readonly redact?: Redaction
  readonly wire?: WireName
  readonly limits: Readonly<Record<string, number>>
}

/** What the environment asks for: an agent, or something that cannot be done. */
export type AgentSettings<Options = AgentOptions> =
  | { readonly kind: 'options'; readonly options: Options }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }

/** Reads `WEIR_URL`, `WEIR_SENSOR_KEY`, where to listen and the rest; all problems at once. */
export function agentSettings(env: Environment, variables: AgentVariables): AgentSettings {
  const reader = new EnvironmentReader(env)
  const service = reader.text('WEIR_SERVICE')
  const where = { url: reader.url(), key: reader.key() }
  const { name, fallback } = variables.listen
  const listen = listenAddress(reader.text(name) ?? fallback)
  if (listen === null) reader.problems.push(`${name}: expected host:port such as ${fallback}`)
  const options = {
    ...where,
    ...(service === undefined ? {} : { service }),
    door: reader.isOn('WEIR_DOOR'),
    ...reader.sampleRate(),
    ...reader.redaction(),
    ...reader.wire(),
    limits: reader.limits({ ...commonLimits, ...variables.limits }),
  }
  const { problems } = reader
  if (listen === null || problems.length > 0) return { kind: 'problems', problems }
  return { kind: 'options', options: { ...options, listen } }
}

/** `host:port`; null where the text is none. */
export function listenAddress(text: string): ListenAddress | null {
  const [, host = '', digits = ''] = /^(.{1,255}):(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (host === '' || port > 65_535) return null
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port }
}
