// From HTTP batches to rows in the ledger, spool and ledger on, beside JSON.parse of the same bodies.
// The server is a process of its own, as in life; its CPU time counts, and that of its ledger.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { median } from './lib/measure.mjs'
import { grouped, printTable } from './lib/table.mjs'
import { hasNeutralTraces, neutralTraces } from './lib/traces.mjs'

const exchanges = 10_000
const perBatch = 100
const rounds = 3
const ticksPerSecond = 100

if (process.platform !== 'linux') console.log('  skipped: needs Linux, whose /proc tells CPU time')
else if (hasNeutralTraces) await main(await neutralTraces(exchanges))
else console.log('  skipped: the generator of neutral traces is absent (folder: WEIR_TRACES)')

async function main(lines) {
  const bodies = lines.flatMap(({ req, res }) => [req.body, res.body]).filter(isJson)
  const runs = []
  for (let round = 0; round < rounds; round += 1) {
    runs.push({ parse: parseSeconds(bodies) / exchanges, ...(await endToEnd(lines)) })
  }
  const of = (pick) => median(runs.map(pick))
  const row = (name, seconds, wall) => [
    name,
    grouped(1 / of(seconds)),
    (of(seconds) * 1e6).toFixed(1),
    `${of((run) => run.parse / seconds(run)).toFixed(4)} ×`,
    wall === undefined ? '–' : grouped(of(wall)),
  ]
  console.log(
    `  ${grouped(exchanges)} exchanges in batches of ${perBatch}; medians of ${rounds} rounds`,
  )
  printTable(
    ['', 'exchanges/s of CPU', 'µs each', 'against JSON.parse', 'exchanges/s by the clock'],
    [
      row('JSON.parse of the bodies', (run) => run.parse),
      row(
        'server: HTTP to analysed',
        (run) => run.server,
        (run) => run.perSecond,
      ),
      row(
        'server and ledger',
        (run) => run.server + run.ledger,
        (run) => run.perSecond,
      ),
    ],
  )
}

function parseSeconds(bodies) {
  const before = process.cpuUsage()
  for (const body of bodies) JSON.parse(body)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

async function endToEnd(lines) {
  const data = mkdtempSync(join(tmpdir(), 'weir-bench-'))
  const weir = await start(data)
  try {
    const batches = batchesOf(lines)
    await send(weir, batches[0], 1)
    const before = cpuOf(weir)
    const began = performance.now()
    for (const [index, batch] of batches.slice(1).entries()) await send(weir, batch, index + 2)
    await analysed(weir, exchanges)
    const seconds = (performance.now() - began) / 1_000
    const after = cpuOf(weir)
    const count = exchanges - perBatch
    return {
      server: (after.server - before.server) / count,
      ledger: (after.ledger - before.ledger) / count,
      perSecond: count / seconds,
    }
  } finally {
    weir.child.kill('SIGTERM')
    await weir.exited
    rmSync(data, { recursive: true, force: true })
  }
}

function batchesOf(lines) {
  return Array.from({ length: lines.length / perBatch }, (_, index) =>
    lines
      .slice(index * perBatch, (index + 1) * perBatch)
      .map((line) => `${JSON.stringify({ ...line, ts: Date.now() })}\n`)
      .join(''),
  )
}

async function start(data) {
  const args = ['packages/cli/bin/weir.js', 'serve', '--json', '--port', '0', '--data', data]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { url, console_url: link, sensor } = JSON.parse(line)
  const response = await fetch(link, { redirect: 'manual' })
  const cookie = response.headers.get('set-cookie').split(';', 1)[0]
  return { child, exited, url, cookie, key: sensor.key, agent: new http.Agent({ keepAlive: true }) }
}

function send({ url, key, agent }, body, seq) {
  const headers = { authorization: `Bearer ${key}`, 'weir-boot': 'bench', 'weir-seq': String(seq) }
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}/v1/exchanges`, { method: 'POST', agent, headers })
    request.on('response', (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 202 ? resolve() : reject(new Error(`${response.statusCode}`)),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function analysed({ url, cookie }, wanted) {
  for (;;) {
    const response = await fetch(`${url}/api/v1/status`, { headers: { cookie } })
    const { balance } = await response.json()
    if (balance.analysed >= wanted) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Seconds of CPU time of the server and of its ledger process: proc(5), fields 14 and 15. */
function cpuOf({ child }) {
  const ledger = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ')[0]
  return { server: secondsOf(child.pid), ledger: secondsOf(ledger) }
}

function secondsOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

function isJson(body) {
  return body.startsWith('{') || body.startsWith('[')
}
