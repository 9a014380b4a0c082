import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const weir = fileURLToPath(new URL('../../packages/cli/bin/weir.js', import.meta.url))
const chromiums = [process.env.WEIR_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome']

/** Null where there is no Chromium; a bench then says so. */
export async function openBrowser() {
  const executablePath = chromiums.find((path) => path !== undefined && existsSync(path))
  if (executablePath === undefined) return null
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

/** The demo bank with Weir beside it; `says` settles when it has printed these words. */
export async function startDemo(...args) {
  const child = spawn(process.execPath, [weir, 'demo', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const exited = once(child, 'exit')
  const says = async (words) => {
    while (!said.includes(words)) {
      const part = await Promise.race([once(child.stdout, 'data'), exited.then(() => null)])
      if (part === null) throw new Error(`the demo ended without "${words}":\n${said}`)
    }
  }
  child.stdout.on('data', (part) => {
    said += part
  })
  await says('token=')
  const [link] = /http\S+token=\S+/.exec(said)
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  return { link, says, stop }
}
