import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NetworkRule } from '@weir/schema/caller'
import { loadSettings, type RunningServer, startServer, WeirError } from '@weir/server'
import { consoleFolder } from '../console-folder.ts'
import { version } from '../version.ts'

/** Weir beside the bank: all of it, in this process. */
export interface WeirBeside extends RunningServer {
  /** Ends it; a folder that was made for it goes with it. */
  close(): Promise<void>
}

export interface BesideOptions {
  readonly networks: readonly NetworkRule[]
  /** 0 takes a free one. */
  readonly port: number
  /** How long everything is new and nothing strange, in milliseconds. */
  readonly settleMs: number
  /** Where its data stays; a temporary folder when null. */
  readonly data: string | null
}

/** The demo has half a minute where a real network has days. */
const markMs = 500
const hourMs = 3_600_000

export async function startWeirBeside(options: BesideOptions): Promise<WeirBeside> {
  const { data } = options
  const folder = data ?? mkdtempSync(join(tmpdir(), 'weir-demo-'))
  const tidy = (): void => {
    if (data === null) rmSync(folder, { recursive: true, force: true })
  }
  try {
    const settings = settingsFor(options)
    const server = await startServer({
      data: folder,
      settings,
      consoleFolder: consoleFolder(),
      version: version(),
    })
    const close = async (): Promise<void> => {
      await server.close()
      tidy()
    }
    return { ...server, close }
  } catch (error) {
    tidy()
    throw error
  }
}

function settingsFor({
  networks,
  port,
  settleMs,
}: BesideOptions): Parameters<typeof startServer>[0]['settings'] {
  const text = JSON.stringify({
    environment: 'bank',
    networks,
    server: { port },
    analysis: { mark_ms: markMs, settle_hours: settleMs / hourMs },
  })
  const loaded = loadSettings({ file: { name: 'demo', text } })
  if (loaded.ok) return loaded.value
  throw new WeirError('CONFIG_INVALID', loaded.problem)
}
