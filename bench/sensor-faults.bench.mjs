// What clients notice of a hub that is slow, hung, killed or was never there: errors and waiting against the same host
// without plug-in, at half of what it can do before a service that answers at once, and at an eighth before one that
// takes time. Every sensor is a door, too, unless WEIR_BENCH_DOORS=off; with WEIR_BENCH_DOORS=waiting Envoy's is the filter
// that waits, in place of the one that observes and ext_authz. Five rounds alternate over warm processes;
// WEIR_BENCH_HOSTS=nginx,node takes some of the hosts.
import { hostsHere } from './lib/hosts/all.mjs'
import { median, quantiles } from './lib/measure.mjs'
import { request, requestTaking } from './lib/order.mjs'
import { rawLoad, steadyLoad } from './lib/raw-load.mjs'
import { freePort, onStage, pause, startHub } from './lib/stage.mjs'
import { grouped, printTable } from './lib/table.mjs'

const rounds = 5
const roundSeconds = 4
const warmUp = 4_000
const bar = 1.1
const doors = process.env.WEIR_BENCH_DOORS ?? 'on'
const watching = { door: doors !== 'off', ...(doors === 'waiting' && { part: 'waiting' }) }
const doing =
  { off: 'observing only', waiting: 'deciding by the filter that waits' }[doors] ?? 'deciding'
const loads = [
  { of: 'half of what it can, service at once', share: 1 / 2, asks: request, connections: 16 },
  {
    of: 'an eighth of what it can, service after 5 ms',
    share: 1 / 8,
    asks: requestTaking(5),
    connections: 64,
  },
]

for (const host of hostsHere()) await onStage((stage) => measure(stage, host))

async function measure(stage, host) {
  const appPort = await host.startApp(stage)
  const hubs = {
    'hub up': await startHub(stage),
    'hub slow': await startHub(stage, 'slow'),
    'hub hung': await startHub(stage),
    'hub killed': await startHub(stage),
    'hub never there': { port: await freePort() },
  }
  const contenders = [{ name: 'no plug-in', ...(await host.start(stage, appPort, null)) }]
  for (const [name, { port: hubPort }] of Object.entries(hubs)) {
    contenders.push({ name, ...(await host.start(stage, appPort, { hubPort, ...watching })) })
  }
  for (const { port } of contenders)
    await rawLoad({ port, request, count: warmUp, connections: 16 })
  const most = await capacity(contenders[1].port)
  hubs['hub hung'].child.kill('SIGSTOP')
  hubs['hub killed'].child.kill('SIGKILL')
  // Queues fill, and what gives up has time to.
  for (const { port } of contenders) {
    for (const { asks, connections } of loads)
      await rawLoad({ port, request: asks, count: warmUp, connections })
  }
  await pause(2_000)
  for (const load of loads) await alternate(host, contenders, load, most * load.share)
}

async function alternate(host, contenders, { of, asks, connections }, perSecond) {
  const results = new Map(contenders.map(({ name }) => [name, []]))
  const count = Math.round(perSecond * roundSeconds)
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, port } of contenders) {
      const { times, errors } = await steadyLoad({
        port,
        request: asks,
        count,
        perSecond,
        connections,
      })
      results.get(name).push({ ...quantiles(times), errors })
    }
  }
  report(host, { count, perSecond, of }, results)
}

/** Requests in a second when nothing holds the clients back. */
async function capacity(port) {
  const began = performance.now()
  await rawLoad({ port, request, count: warmUp, connections: 16 })
  return (warmUp / (performance.now() - began)) * 1_000
}

function report(host, { count, perSecond, of }, results) {
  const base = results.get('no plug-in')
  const ratio = (runs, pick) =>
    `${median(runs.map((run, round) => pick(run) / pick(base[round]))).toFixed(2)} ×`
  const rows = [...results].map(([name, runs]) => [
    name,
    median(runs.map(({ p50 }) => p50)).toFixed(2),
    median(runs.map(({ p99 }) => p99)).toFixed(2),
    ratio(runs, ({ p50 }) => p50),
    ratio(runs, ({ p99 }) => p99),
    String(runs.reduce((sum, { errors }) => sum + errors, 0)),
  ])
  console.log(
    `\n  ${host.name}: ${rounds} rounds of ${grouped(count)} requests at ${grouped(perSecond)}/s, ${of}, ${doing}; medians`,
  )
  printTable(['', 'p50 ms', 'p99 ms', 'p50', `p99 (bar ${bar})`, 'errors (bar 0)'], rows)
}
