import { type Environment, EnvironmentReader } from '@weir/sensor'
import type { RelayOptions } from './relay.ts'

export type RelaySettings =
  | { readonly ok: true; readonly options: RelayOptions }
  | { readonly ok: false; readonly problems: readonly string[] }

const defaultListen = '127.0.0.1:7448'

/** Reads what the relay needs from the environment; all problems at once. */
export function relaySettings(env: Environment): RelaySettings {
  const reader = new EnvironmentReader(env)
  const { problems } = reader
  const where = { url: reader.url(), key: reader.key() }
  const listen = addressOf(reader.text('WEIR_RELAY_LISTEN') ?? defaultListen)
  if (listen === null) {
    problems.push('WEIR_RELAY_LISTEN: expected an address such as 127.0.0.1:7448')
  }
  const redaction = reader.redaction()
  if (problems.length > 0 || listen === null) return { ok: false, problems }
  const service = reader.text('WEIR_SERVICE')
  const options = { ...where, ...listen, ...redaction }
  return { ok: true, options: service === undefined ? options : { ...options, service } }
}

function addressOf(text: string): { readonly address: string; readonly port: number } | null {
  const [, address = '', port = ''] = /^([\d.]+):(\d{1,5})$/.exec(text) ?? []
  return port === '' || Number(port) > 65_535 ? null : { address, port: Number(port) }
}
