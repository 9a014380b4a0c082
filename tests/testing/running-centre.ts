import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSettings, readApiToken, type RunningServer, startServer } from '@weir/server'

/** A centre in this process, with everything embedded. */
export interface RunningCentre {
  readonly server: RunningServer
  readonly url: string
  /** The key of the first sensor, which may be a door as well. */
  readonly key: string
  /** Asks the API as a person with its token does. */
  readonly ask: (method: string, path: string, body?: object) => Promise<Asked>
  readonly close: () => Promise<void>
}

export interface Asked {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export interface CentreOptions {
  /** Kept when it ends, where it is given. */
  readonly data?: string
  readonly port?: number
  readonly settings?: object
}

export async function startCentre({
  data,
  port = 0,
  settings = {},
}: CentreOptions = {}): Promise<RunningCentre> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'weir-test-'))
  const text = JSON.stringify({ ...settings, server: { port }, log: { level: 'error' } })
  const loaded = loadSettings({ file: { name: 'test', text } })
  if (!loaded.ok) throw new Error(loaded.problem)
  const server = await startServer({ data: folder, settings: loaded.value })
  const token = readApiToken(folder)
  const ask = async (method: string, path: string, body?: object): Promise<Asked> => {
    const answer = await fetch(new URL(path, server.url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const parsed: unknown = JSON.parse(await answer.text())
    return { status: answer.status, body: Object(parsed) }
  }
  return {
    server,
    url: server.url,
    key: server.sensor.key,
    ask,
    close: async () => {
      await server.close()
      if (data === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
