import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import {
  defaultDataFolder,
  loadSettings,
  type RunningServer,
  type Settings,
  startServer,
  WeirError,
} from '@weir/server'
import { exitCode, usageError } from '../exit.ts'
import { serveText } from '../output/serve-text.ts'
import { paperFor } from '../output/text.ts'
import { consoleFolder } from '../console-folder.ts'
import { version } from '../version.ts'

/** Options of `weir serve`, as the command line gives them. */
export interface ServeFlags {
  readonly data?: string
  readonly config?: string
  readonly host?: string
  readonly port?: string
  readonly environment?: string
  readonly logLevel?: string
  readonly json?: boolean
}

/** Runs until it is told to end by SIGINT or SIGTERM. */
export async function serveCommand(flags: ServeFlags): Promise<number> {
  const settings = settingsFrom(flags)
  const data = flags.data ?? defaultDataFolder(process.env)
  // Heard from now on: a signal during the start ends it in order, too.
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const server = await startServer({
    data,
    settings,
    consoleFolder: consoleFolder(),
    version: version(),
  })
  process.stdout.write(greeting(server, data, settings, flags.json === true))
  await ended
  await server.close()
  return exitCode.done
}

function settingsFrom(flags: ServeFlags): Settings {
  const { config } = flags
  const loaded = loadSettings({
    ...(config === undefined ? {} : { file: { name: config, text: configText(config) } }),
    env: process.env,
    flags,
  })
  if (loaded.ok) return loaded.value
  throw new WeirError('CONFIG_INVALID', `these settings cannot be used:\n${loaded.problem}`)
}

function configText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw usageError(`--config ${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

function greeting(
  { url, consoleLink, sensor }: RunningServer,
  data: string,
  { environment, server }: Settings,
  json: boolean,
): string {
  const consoleUrl = consoleLink()
  if (!json) {
    const shown = { url, consoleUrl, sensor, data, environment, host: server.host }
    return serveText(shown, paperFor(process.stdout))
  }
  return `${JSON.stringify({ url, console_url: consoleUrl, sensor, environment, data, pid: process.pid })}\n`
}
