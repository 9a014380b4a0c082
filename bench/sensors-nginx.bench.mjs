// What the nginx sensor costs a proxy worker: no plug-in, observing, and observing with a hub that is stopped
// or hung. Rounds alternate over warm servers; CPU time of the worker is what the kernel counted.
import { fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './lib/measure.mjs'
import { grouped, printTable } from './lib/table.mjs'

const rounds = 3
const roundSeconds = 4
const connections = 16
const ticksPerSecond = 100
const luaFolder = fileURLToPath(new URL('../sensors/nginx/lua/', import.meta.url))
const order = JSON.stringify({
  account: 'A-1042',
  card: '4111 1111 1111 1111',
  lines: Array.from({ length: 12 }, (_, index) => ({ sku: `s-${index}`, count: index })),
})
const account = JSON.stringify({
  owner: 'Ada Example',
  movements: Array.from({ length: 20 }, (_, index) => ({ id: index, amount: index * 7.25 })),
})

// One process, which is the worker: its CPU time is all there is.
const common = `daemon off; master_process off; pid nginx.pid; error_log error.log crit;
events { worker_connections 1024; }
`

const children = []
const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'))
const hasWrk = spawnSync('wrk', ['-v']).error === undefined

if (spawnSync('nginx', ['-v']).error !== undefined) console.log('  needs nginx')
else {
  try {
    await main()
  } finally {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main() {
  const [up, stopped, hung] = await Promise.all([startHub(), startHub(), startHub()])
  stopped.child.kill('SIGKILL')
  await once(stopped.child, 'exit')
  const upstream = await startNginx('upstream', upstreamServer)
  const proxy = (name, hub) => startNginx(name, (port) => proxyServer(port, upstream.port, hub))
  const proxies = [
    { name: 'no plug-in', ...(await proxy('without')) },
    { name: 'hub up', ...(await proxy('up', up)) },
    { name: 'hub stopped', ...(await proxy('stopped', stopped)) },
    { name: 'hub hung', ...(await proxy('hung', hung)) },
  ]
  for (const { port } of proxies) await load(port, 2)
  hung.child.kill('SIGSTOP')
  const results = new Map(proxies.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, port, worker } of proxies) {
      const before = cpuSeconds(worker)
      const { requests, errors, p50, p99 } = await load(port, roundSeconds)
      // What waits in the queue belongs to the round that caused it.
      await new Promise((resolve) => setTimeout(resolve, 400))
      const cpu = ((cpuSeconds(worker) - before) / requests) * 1e6
      const perSecond = requests / roundSeconds
      results.get(name).push({ cpu, p50, p99, errors, perSecond, rss: residentBytes(worker) })
    }
  }
  report(results)
  const answer = once(up.child, 'message')
  up.child.send('balance')
  const [{ observed, dropped }] = await answer
  console.log(`  hub up: ${grouped(observed)} observed, ${grouped(dropped)} dropped`)
}

function report(results) {
  const base = results.get('no plug-in')
  const ratio = (runs, pick) =>
    `${median(runs.map((run, round) => pick(run) / pick(base[round]))).toFixed(2)} ×`
  const rows = [...results].map(([name, runs]) => [
    name,
    median(runs.map(({ cpu }) => cpu)).toFixed(1),
    median(runs.map(({ cpu }, round) => cpu - base[round].cpu)).toFixed(1),
    ratio(runs, ({ cpu }) => cpu),
    median(runs.map(({ p50 }) => p50)).toFixed(2),
    median(runs.map(({ p99 }) => p99)).toFixed(2),
    ratio(runs, ({ p50 }) => p50),
    ratio(runs, ({ p99 }) => p99),
    grouped(median(runs.map(({ perSecond }) => perSecond))),
    String(runs.reduce((sum, { errors }) => sum + errors, 0)),
    `${Math.round(runs.at(-1).rss / 1e6)} MB`,
  ])
  console.log(
    `  ${rounds} rounds of ${roundSeconds} s, ${connections} connections, ${hasWrk ? 'wrk' : 'Node'};` +
      ` ${order.length} octets in, ${account.length} out; medians`,
  )
  const titles = [
    '',
    'CPU µs/request',
    'added',
    '',
    'p50 ms',
    'p99 ms',
    'p50',
    'p99',
    'req/s',
    'errors',
    'RSS',
  ]
  printTable(titles, rows)
}

async function startHub() {
  const child = fork(new URL('./lib/sensor-hub.mjs', import.meta.url))
  children.push(child)
  const [{ port }] = await once(child, 'message')
  return { child, port }
}

async function startNginx(name, server) {
  const port = await freePort()
  const prefix = join(folder, name)
  mkdirSync(join(prefix, 'logs'), { recursive: true })
  const config = join(prefix, 'nginx.conf')
  writeFileSync(config, server(port))
  const child = spawn('nginx', ['-p', prefix, '-c', config, '-e', join(prefix, 'error.log')])
  children.push(child)
  await reachable(port)
  return { port, worker: child.pid }
}

function upstreamServer(port) {
  return `${common}http { access_log off; keepalive_requests 1000000000;
  server { listen 127.0.0.1:${port}; location / { default_type application/json; return 200 '${account}'; } } }`
}

function proxyServer(port, upstreamPort, hub) {
  return `${luaModules()}
${common}http { access_log off; keepalive_requests 1000000000; client_body_buffer_size 64k;
  client_body_temp_path body; proxy_temp_path proxy;
  proxy_http_version 1.1; proxy_set_header Connection "";
  upstream up { server 127.0.0.1:${upstreamPort}; keepalive 64; keepalive_requests 1000000000; }
  ${hub === undefined ? '' : sensor(hub.port)}
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://up; } } }`
}

/** Nothing where Lua is built in, as in OpenResty. */
function luaModules() {
  const version = spawnSync('nginx', ['-V'], { encoding: 'utf8' }).stderr
  const from = /--modules-path=(\S+)/.exec(version)?.[1] ?? ''
  return ['ndk_http_module.so', 'ngx_http_lua_module.so']
    .map((file) => join(from, file))
    .filter((path) => existsSync(path))
    .map((path) => `load_module ${path};`)
    .join(' ')
}

function sensor(hubPort) {
  return `lua_package_path "${luaFolder}?.lua;;";
  init_by_lua_block {
    require("weir").init { url = "http://127.0.0.1:${hubPort}", key = "bench", service = "orders" } }
  init_worker_by_lua_block { require("weir").start_worker() }
  access_by_lua_block { require("weir").access() }
  header_filter_by_lua_block { require("weir").header_filter() }
  body_filter_by_lua_block { require("weir").body_filter() }
  log_by_lua_block { require("weir").log() }`
}

function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

function residentBytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
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
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`nothing listens on ${port}`)
}

function load(port, seconds) {
  return hasWrk ? loadByWrk(port, seconds) : loadByNode(port, seconds)
}

async function loadByWrk(port, seconds) {
  const script = join(folder, 'post.lua')
  writeFileSync(
    script,
    `wrk.method = "POST"
wrk.body = '${order}'
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer 0123456789abcdef0123456789abcdef"
wrk.headers["user-agent"] = "bench/1.0"
wrk.headers["accept"] = "application/json"
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write("RESULT ", summary.requests, " ", failed, " ", latency:percentile(50) / 1000, " ", latency:percentile(99) / 1000, "\\n")
end
`,
  )
  const address = `http://127.0.0.1:${port}/orders/17?page=2`
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, address]
  const wrk = spawn('wrk', args)
  let output = ''
  wrk.stdout.on('data', (data) => (output += data))
  await once(wrk, 'close')
  const [requests, errors, p50, p99] = /RESULT (.*)/.exec(output)[1].split(' ').map(Number)
  return { requests, errors, p50, p99 }
}

async function loadByNode(port, seconds) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const times = []
  let errors = 0
  const until = performance.now() + seconds * 1000
  const client = async () => {
    while (performance.now() < until) {
      const began = performance.now()
      if (await post(port, agent)) times.push(performance.now() - began)
      else errors += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  agent.destroy()
  times.sort((left, right) => left - right)
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]
  return { requests: times.length + errors, errors, p50: at(0.5), p99: at(0.99) }
}

function post(port, agent) {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer 0123456789abcdef' }
    const options = { port, path: '/orders/17?page=2', method: 'POST', agent, headers }
    const request = http.request(options, (response) => {
      response.resume()
      response.on('error', () => resolve(false))
      response.on('end', () => resolve(response.statusCode === 200))
    })
    request.on('error', () => resolve(false))
    request.end(order)
  })
}
