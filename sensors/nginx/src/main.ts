import process from 'node:process'
import { startRelay } from './relay.ts'
import { relaySettings } from './relay-settings.ts'

/** `weir-nginx-relay`: runs until it is told to end, then sends what it holds. */
export async function run(): Promise<void> {
  const settings = relaySettings(process.env)
  if (!settings.ok) {
    process.stderr.write(`${settings.problems.join('\n')}\n`)
    process.exitCode = 2
    return
  }
  const relay = await startRelay(settings.options)
  process.stdout.write(`listening on ${settings.options.address}:${relay.port}\n`)
  const end = (): void => {
    relay.close().catch(() => undefined)
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}
