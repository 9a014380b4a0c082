// What showing its traffic to Weir costs an HAProxy: CPU of HAProxy and of the agent for each request, and what a
// client waits longer. The files are those operators are given; without plug-in all their Weir lines are gone.
import { fork, spawn } from 'node:child_process'
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
const published = fileURLToPath(new URL('../sensors/haproxy/haproxy/', import.meta.url))
const command = fileURLToPath(new URL('../sensors/haproxy/bin/weir-spoe.js', import.meta.url))

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

const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'))
const children = []
try {
  await main()
} finally {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
}

async function main() {
  const app = await startApp()
  const agent = await startAgent()
  const contenders = [
    await startHaproxy('without plug-in', withoutWeir, app, agent),
    await startHaproxy('observing', (text) => text, app, agent),
  ]
  for (const load of loads) {
    const results = new Map(contenders.map(({ name }) => [name, []]))
    for (let round = -1; round < rounds; round += 1) {
      for (const { name, pid, port } of contenders) {
        const before = [cpuOf(pid), cpuOf(agent.pid)]
        const times = await rawLoad({ port, request, ...load })
        await settled()
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
  const rows = [...results].map(([name, runs]) => [
    name,
    median(runs.map(({ cpu }) => cpu)).toFixed(1),
    median(runs.map(({ cpu }, round) => cpu - base[round].cpu)).toFixed(1),
    name === 'observing' ? median(runs.map(({ agent }) => agent)).toFixed(1) : '–',
    median(runs.map(({ p50 }) => p50)).toFixed(3),
    median(runs.map(({ p99 }) => p99)).toFixed(3),
  ])
  console.log(
    `  ${rounds} rounds of ${grouped(count)} requests over ${connections} connections, ${order.length} B up, ${account.length} B down; medians`,
  )
  printTable(['', 'HAProxy CPU µs/request', 'added', 'agent', 'p50 ms', 'p99 ms'], rows)
}

/** The agent works on what it has acknowledged for a moment after the last request. */
function settled() {
  return new Promise((resolve) => setTimeout(resolve, 150))
}

/** What the file would be if nobody had heard of Weir. */
function withoutWeir(text) {
  return text
    .replace(/ *# --- Weir: begin ---[^]*# --- Weir: end ---\n/, '')
    .replace(/^backend weir-agent\n(?: .*\n)*/m, '')
    .replace(/^ *tune\.bufsize .*\n/m, '')
}

async function startHaproxy(name, change, appPort, agent) {
  const port = await freePort()
  const path = join(folder, `${port}.cfg`)
  writeFileSync(path, change(readFileSync(`${published}haproxy.cfg`, 'utf8')))
  const child = run('haproxy', ['-db', '-f', path], {
    WWW_BIND: `127.0.0.1:${port}`,
    APP: `127.0.0.1:${appPort}`,
    WEIR_SPOE: `127.0.0.1:${agent.port}`,
    WEIR_SPOE_CONF: `${published}weir-spoe.conf`,
  })
  await reachable(port)
  return { name, port, pid: child.pid }
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
  run('haproxy', ['-db', '-f', path], {})
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
    WEIR_SPOE_LISTEN: `127.0.0.1:${port}`,
  })
  let text = ''
  child.stdout.on('data', (part) => {
    text += part
  })
  await reachable(port)
  return { child, port, pid: child.pid, said: () => text }
}

function run(program, args, environment) {
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
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`nothing listens on ${port}`)
}

function quantiles(times) {
  const sorted = times.toSorted((left, right) => left - right)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { p50: at(0.5), p99: at(0.99) }
}
