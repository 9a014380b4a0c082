import type { RelayOptions } from './relay.ts'

type Environment = Readonly<Record<string, string | undefined>>

export type RelaySettings =
  | { readonly ok: true; readonly options: RelayOptions }
  | { readonly ok: false; readonly problems: readonly string[] }

const defaultUrl = 'http://127.0.0.1:7447'
const defaultListen = '127.0.0.1:7448'

/** Reads what the relay needs from the environment; all problems at once. */
export function relaySettings(env: Environment): RelaySettings {
  const problems: string[] = []
  const url = env['WEIR_URL'] || defaultUrl
  if (!isHttpUrl(url)) problems.push('WEIR_URL: expected an address such as http://127.0.0.1:7447')
  const key = env['WEIR_SENSOR_KEY'] ?? ''
  if (key === '') problems.push('WEIR_SENSOR_KEY: expected the key the hub gave out')
  const listen = addressOf(env['WEIR_RELAY_LISTEN'] || defaultListen)
  if (listen === null) {
    problems.push('WEIR_RELAY_LISTEN: expected an address such as 127.0.0.1:7448')
  }
  if (problems.length > 0 || listen === null) return { ok: false, problems }
  const service = env['WEIR_SERVICE']
  const options = { url, key, ...listen, ...redaction(env) }
  return { ok: true, options: service ? { ...options, service } : options }
}

function addressOf(text: string): { readonly address: string; readonly port: number } | null {
  const [, address = '', port = ''] = /^([\d.]+):(\d{1,5})$/.exec(text) ?? []
  return port === '' || Number(port) > 65_535 ? null : { address, port: Number(port) }
}

function redaction(env: Environment): Pick<RelayOptions, 'redact'> {
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
