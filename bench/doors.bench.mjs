// Doors: what judging a request costs, by the decisions held; and how long after it was made a decision closes each
// door, on a connection that was open before.
import { spawn, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDoor } from '@weir/sensor'
import { startCentre } from '@weir/testkit/proxy'
import { compare } from './lib/measure.mjs'
import { grouped, printTable } from './lib/table.mjs'

const judged = 200_000
const warmUps = 20
const closings = 200
const others = 10
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'))
const children = []
const centre = await startCentre()
const environment = { WEIR_URL: centre.url, WEIR_SENSOR_KEY: centre.key, WEIR_DOOR: 'on' }
const calls = Array.from({ length: 500 }, (_, index) => ({
  request: {
    method: 'GET',
    url: `/v1/items/${index}`,
    headers: new Map([
      ['authorization', [`Bearer ${'t'.repeat(190)}${index}`]],
      ['x-forwarded-for', [`203.0.113.${index % 250}`]],
    ]),
  },
  src: { ip: '10.0.0.5' },
  service: 'shop.example',
}))
try {
  await judge()
  await close()
} finally {
  for (const child of children) child.kill('SIGKILL')
  await centre.close()
  rmSync(folder, { recursive: true, force: true })
}

async function judge() {
  const baseline = 'HMAC-SHA-256 of a credential'
  const key = Buffer.alloc(32, 1)
  const contenders = {
    [baseline]: () => {
      for (let index = 0; index < judged; index += 1) {
        createHmac('sha256', key)
          .update(`bearer\0token-${index % 500}`)
          .digest()
      }
      return judged
    },
  }
  const doors = []
  for (const held of [0, 1_000, 10_000]) {
    const door = doorHolding(held)
    doors.push(door)
    await door.ready(5_000)
    contenders[`judging by ${grouped(held)} decisions`] = () => {
      for (let index = 0; index < judged; index += 1) door.decide(calls[index % calls.length])
      return judged
    }
  }
  const rows = await compare(contenders, { baseline, rounds: 5 })
  for (const door of doors) door.close()
  console.log('  500 callers, each with a bearer token of 200 octets, through one proxy')
  printTable(
    ['', 'µs a request', 'against HMAC'],
    rows.map(({ name, microseconds, ratio }) => [
      name,
      microseconds.toFixed(2),
      `${(1 / ratio).toFixed(2)} ×`,
    ]),
  )
}

/** A door whose decisions are about others: half about credentials, half about addresses. */
function doorHolding(held) {
  const decisions = Array.from({ length: held }, (_, index) => ({
    id: String(index),
    subject:
      index % 2 === 0
        ? { kind: 'credential', hashes: [`9gq1.${String(index).padStart(22, 'x')}`] }
        : { kind: 'ip', range: `198.${index >> 8}.${index & 255}.0/24` },
    match: { service: null, method: null, template: null, from: null },
    action: { kind: 'deny', status: 403, body: null },
    mode: 'enforce',
    until_ms: 4e12,
    reason: '',
  }))
  const open = (_query, events) => {
    setImmediate(() => {
      events.message({
        kind: 'hello',
        epoch: 'e',
        seq: 1,
        now_ms: Date.now(),
        heartbeat_ms: 1e6,
        snapshot: true,
        keys: [{ id: '9gq1', credential: Buffer.alloc(32, 1).toString('base64url') }],
        networks: [],
        open_until_ms: 0,
      })
      for (const decision of decisions) {
        events.message({ kind: 'decision', seq: 1, sent_ms: 0, decision })
      }
      events.message({ kind: 'ready', seq: 1 })
    })
    return { close: () => undefined }
  }
  const reports = { post: () => Promise.resolve(null), close: () => undefined }
  const where = { url: 'http://127.0.0.1:1', key: 'k', agent: 'bench', can: ['deny'] }
  return startDoor({ ...where, ports: { open, reports } })
}

async function close() {
  const app = http.createServer((_request, response) => response.end('served'))
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  const doors = [await nodeDoor(), await nginxDoor(app.address().port)]
  doors.push(await haproxyDoor(app.address().port))
  const rows = []
  for (const { name, port } of doors.filter((door) => door !== null)) {
    const times = []
    for (let index = -warmUps; index < closings; index += 1) {
      const took = await closingMs(port, index + warmUps)
      if (index >= 0) times.push(took)
    }
    times.sort((left, right) => left - right)
    const quantile = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))]
    rows.push([name, quantile(0.5).toFixed(1), quantile(0.99).toFixed(1)])
  }
  app.closeAllConnections()
  app.close()
  console.log(
    `\n  ${closings} decisions, each asked for until it holds; from before it is made to the first refusal`,
  )
  printTable(['', 'p50 ms', 'p99 ms'], rows)
}

/** On one connection; the decision travels from a person through API, store and stream to the door. */
async function closingMs(port, index) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const ip = `203.${index}.113.7`
  // Others come too: a door that refuses all it sees blows its fuse.
  for (let other = 0; other < others; other += 1) {
    await ask(port, `198.51.${index}.${other}`, agent)
  }
  await until(port, ip, agent, 200)
  const began = performance.now()
  const made = centre.decide({ subject: { kind: 'ip', range: ip }, action: { kind: 'deny' } })
  await until(port, ip, agent, 403)
  const took = performance.now() - began
  agent.destroy()
  await centre.undo(await made)
  return took
}

async function until(port, ip, agent, status) {
  const deadline = performance.now() + 10_000
  while ((await ask(port, ip, agent)) !== status) {
    if (performance.now() > deadline) throw new Error(`${ip} is never answered ${status}`)
  }
}

function ask(port, ip, agent) {
  const headers = { 'x-forwarded-for': ip }
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, agent, headers }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode))
      })
      .on('error', reject)
  })
}

async function nodeDoor() {
  const port = await freePort()
  const code = `import http from 'node:http'; http.createServer((q, s) => s.end('served')).listen(${port}, '127.0.0.1')`
  run(
    process.execPath,
    ['--import', at('sensors/node/dist/index.js'), '--input-type=module', '-e', code],
    environment,
  )
  await reachable(port)
  return { name: 'Node', port }
}

async function nginxDoor(appPort) {
  if (spawnSync('nginx', ['-v']).error !== undefined) return null
  const port = await freePort()
  const prefix = join(folder, 'nginx')
  mkdirSync(join(prefix, 'logs'), { recursive: true })
  writeFileSync(
    join(prefix, 'nginx.conf'),
    `${luaModules()}
daemon off; master_process off; pid nginx.pid; error_log error.log crit; events { }
http { access_log off; lua_package_path "${at('sensors/nginx/lua')}/?.lua;;";
  client_body_temp_path body; proxy_temp_path proxy;
  init_by_lua_block { require("weir").init { url = "${centre.url}", key = "${centre.key}", door = true } }
  init_worker_by_lua_block { require("weir").start_worker() }
  access_by_lua_block { require("weir").access() }
  log_by_lua_block { require("weir").log() }
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${appPort}; } } }`,
  )
  run(
    'nginx',
    ['-p', prefix, '-c', join(prefix, 'nginx.conf'), '-e', join(prefix, 'error.log')],
    {},
  )
  await reachable(port)
  return { name: 'nginx (Lua)', port }
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

async function haproxyDoor(appPort) {
  if (spawnSync('haproxy', ['-v']).error !== undefined) return null
  const [port, agentPort] = [await freePort(), await freePort()]
  run(process.execPath, [at('sensors/haproxy/bin/weir-spoe.js')], {
    ...environment,
    WEIR_SPOE_LISTEN: `127.0.0.1:${agentPort}`,
  })
  await reachable(agentPort)
  const config = join(folder, 'haproxy.cfg')
  writeFileSync(config, readFileSync(at('sensors/haproxy/haproxy/haproxy.cfg'), 'utf8'))
  run('haproxy', ['-db', '-f', config], {
    WWW_BIND: `127.0.0.1:${port}`,
    APP: `127.0.0.1:${appPort}`,
    WEIR_SPOE: `127.0.0.1:${agentPort}`,
    WEIR_SPOE_CONF: at('sensors/haproxy/haproxy/weir-spoe.conf'),
  })
  await reachable(port)
  return { name: 'HAProxy', port }
}

function run(program, args, env) {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  children.push(child)
  return child
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
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const socket = net.connect(port, '127.0.0.1')
    const isOpen = await new Promise((resolve) => {
      socket.on('connect', () => resolve(true))
      socket.on('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`nobody listens on ${port}`)
}
