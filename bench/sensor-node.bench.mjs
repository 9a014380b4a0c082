// What the Node sensor costs the service it watches: without it, with a hub that is up, stopped or hung.
// Every request is one exchange as server and one as client. Rounds alternate over warm processes.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { median } from './lib/measure.mjs'
import { grouped, printTable } from './lib/table.mjs'

const rounds = 5
const perRound = 1_500
const perSecond = 500
const warmUpRequests = 8_000
const workers = 8
const order = JSON.stringify({
  account: 'A-1042',
  card: '4111 1111 1111 1111',
  lines: Array.from({ length: 12 }, (_, index) => ({ sku: `s-${index}`, count: index })),
})
const account = JSON.stringify({
  owner: 'Ada Example',
  movements: Array.from({ length: 20 }, (_, index) => ({ id: index, amount: index * 7.25 })),
})

const children = []
const upstream = http.createServer((_request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(account)
})
upstream.listen(0, '127.0.0.1')
await once(upstream, 'listening')
const agent = new http.Agent({ keepAlive: true })

try {
  await main()
} finally {
  for (const child of children) child.kill('SIGKILL')
  agent.destroy()
  upstream.close()
  upstream.closeAllConnections()
}

async function main() {
  const up = await start('sensor-hub')
  const hung = await start('sensor-hub')
  const stopped = await start('sensor-hub')
  stopped.child.kill('SIGKILL')
  await once(stopped.child, 'exit')
  const hosts = [
    { name: 'without sensor', ...(await start('sensor-host')) },
    { name: 'hub up', ...(await start('sensor-host', up.port)) },
    { name: 'hub stopped', ...(await start('sensor-host', stopped.port)) },
    { name: 'hub hung', ...(await start('sensor-host', hung.port)) },
  ]
  hung.child.kill('SIGSTOP')
  const results = new Map(hosts.map(({ name }) => [name, []]))
  for (const { port } of hosts) await warmUp(port)
  for (let round = 0; round < rounds; round += 1) {
    for (const host of hosts) {
      const before = await ask(host.child)
      const { times, errors } = await load(host.port)
      const after = await ask(host.child)
      const cpu = (after.cpu - before.cpu) / perRound
      results.get(host.name).push({ ...quantiles(times), cpu, errors, after })
    }
  }
  report(results)
}

function report(results) {
  const base = results.get('without sensor')
  const ratio = (runs, pick) =>
    `${median(runs.map((run, round) => pick(run) / pick(base[round]))).toFixed(2)} ×`
  const rows = [...results].map(([name, runs]) => {
    const { after } = runs.at(-1)
    const added = median(runs.map(({ cpu }, round) => cpu - base[round].cpu))
    return [
      name,
      median(runs.map(({ cpu }) => cpu)).toFixed(0),
      added.toFixed(0),
      median(runs.map(({ p50 }) => p50)).toFixed(2),
      median(runs.map(({ p99 }) => p99)).toFixed(2),
      ratio(runs, ({ p50 }) => p50),
      ratio(runs, ({ p99 }) => p99),
      String(runs.reduce((sum, { errors }) => sum + errors, 0)),
      `${Math.round(after.rss / 1e6)} MB`,
      after.balance === null ? '–' : grouped(after.balance.dropped),
    ]
  })
  console.log(
    `  ${rounds} rounds of ${grouped(perRound)} requests at ${perSecond}/s, two exchanges each; medians`,
  )
  const titles = [
    '',
    'CPU µs/request',
    'added',
    'p50 ms',
    'p99 ms',
    'p50',
    'p99',
    'errors',
    'RSS',
    'dropped',
  ]
  printTable(titles, rows)
}

async function start(script, hubPort) {
  const environment = hubPort === undefined ? {} : sensorEnvironment(hubPort)
  const child = fork(new URL(`./lib/${script}.mjs`, import.meta.url), {
    env: { PATH: process.env.PATH, UPSTREAM_PORT: upstream.address().port, ...environment },
    execArgv: hubPort === undefined ? [] : ['--import', '@weir/sensor-node'],
  })
  children.push(child)
  const [{ port }] = await once(child, 'message')
  return { child, port }
}

function sensorEnvironment(port) {
  return {
    WEIR_URL: `http://127.0.0.1:${port}`,
    WEIR_SENSOR_KEY: 'bench',
    WEIR_SERVICE: 'orders',
  }
}

async function ask(child) {
  const answer = once(child, 'message')
  child.send('cpu')
  return (await answer)[0]
}

/** Compiles the code, and fills the queue of a sensor whose hub takes nothing. */
async function warmUp(port) {
  const worker = async () => {
    for (let count = 0; count < warmUpRequests / workers; count += 1) await post(port)
  }
  await Promise.all(Array.from({ length: workers }, worker))
}

/** Requests at a steady rate whatever the answers do, so that a slow one does not hide the next. */
async function load(port) {
  const times = []
  const waiting = []
  let errors = 0
  const began = performance.now()
  for (let count = 0; count < perRound; count += 1) {
    const due = began + (count * 1_000) / perSecond
    const early = due - performance.now()
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early))
    waiting.push(
      post(port).then(
        (time) => times.push(time),
        () => (errors += 1),
      ),
    )
  }
  await Promise.all(waiting)
  return { times, errors }
}

function post(port) {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const request = http.request({ port, path: '/orders', method: 'POST', agent }, (response) => {
      response.resume()
      response.on('error', reject)
      response.on('end', () => resolve(performance.now() - began))
    })
    request.on('error', reject)
    request.end(order)
  })
}

function quantiles(times) {
  const sorted = [...times].sort((left, right) => left - right)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { p50: at(0.5), p99: at(0.99) }
}
