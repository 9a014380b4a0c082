// What watching costs the demo bank: its customers' errors and waiting times without sensors, and with
// Weir up, slow, hung (SIGSTOP) or stopped. All banks run at once in turn: rounds alternate.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startBank } from '@weir/testkit'
import { median } from './lib/measure.mjs'
import { printTable } from './lib/table.mjs'

const rounds = 5
const secondsPerRun = 8
const warmUpSeconds = 3
const slowMs = 2_000

const weirs = {
  'no sensors': () => null,
  'Weir up': () => startWeir(),
  'Weir slow': () => startSlow(),
  'Weir hung': async () => hang(await startWeir()),
  'Weir stopped': async () => stop(await startWeir()),
}

const results = new Map(Object.keys(weirs).map((name) => [name, []]))
for (let round = 0; round < rounds; round += 1) {
  for (const [name, open] of Object.entries(weirs)) results.get(name).push(await measure(open))
}
report()

async function measure(open) {
  const weir = await open()
  const bank = await startBank({
    seed: 5,
    ...(weir === null ? {} : { sensor: { url: weir.url, keyOf: () => weir.key } }),
  })
  try {
    await seconds(warmUpSeconds)
    const before = await bank.figures()
    await seconds(secondsPerRun)
    const after = await bank.figures()
    return { ...after, requests: after.requests - before.requests }
  } finally {
    await bank.stop()
    await weir?.close()
  }
}

function report() {
  const base = results.get('no sensors')
  const rows = [...results].map(([name, runs]) => {
    const ratio = (pick) =>
      `${median(runs.map((run, round) => pick(run) / pick(base[round]))).toFixed(2)} ×`
    return [
      name,
      String(runs.reduce((sum, { requests }) => sum + requests, 0)),
      String(runs.reduce((sum, { failures }) => sum + failures, 0)),
      median(runs.map(({ p50Ms }) => p50Ms)).toFixed(2),
      median(runs.map(({ p99Ms }) => p99Ms)).toFixed(1),
      ratio(({ p50Ms }) => p50Ms),
      ratio(({ p99Ms }) => p99Ms),
    ]
  })
  console.log(`  ${rounds} alternating runs of ${secondsPerRun} s each; medians`)
  printTable(['', 'requests', 'failures', 'p50 ms', 'p99 ms', 'p50', 'p99'], rows)
}

function seconds(count) {
  return new Promise((resolve) => setTimeout(resolve, count * 1_000))
}

async function startWeir() {
  const data = mkdtempSync(join(tmpdir(), 'weir-bench-'))
  const args = ['packages/cli/bin/weir.js', 'serve', '--json', '--port', '0', '--data', data]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { url, sensor } = JSON.parse(line)
  const close = async () => {
    child.kill('SIGKILL')
    await exited
    rmSync(data, { recursive: true, force: true })
  }
  return { child, url, key: sensor.key, close }
}

function hang(weir) {
  weir.child.kill('SIGSTOP')
  return weir
}

async function stop(weir) {
  await weir.close()
  return { ...weir, close: () => undefined }
}

/** Takes its time for each batch. */
async function startSlow() {
  const server = http.createServer((request, response) => {
    request.resume()
    setTimeout(() => response.writeHead(202).end('{"accepted":0,"rejected":[]}'), slowMs)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${server.address().port}`, key: 'slow', close }
}
