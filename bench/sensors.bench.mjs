// What sensors and doors cost the hosts they stand in: CPU of the host and of an agent beside it for each request,
// and what a client waits, with no plug-in, observing, and observing and deciding by 1,000 decisions. Rounds alternate over
// warm processes; WEIR_BENCH_HOSTS=nginx,node takes some of the hosts.
import { hostsHere } from './lib/hosts/all.mjs'
import { median, quantiles } from './lib/measure.mjs'
import { account, order, request } from './lib/order.mjs'
import { cpuOf } from './lib/process-cpu.mjs'
import { rawLoad } from './lib/raw-load.mjs'
import { onStage, pause, startHub } from './lib/stage.mjs'
import { grouped, printTable } from './lib/table.mjs'

const rounds = 7
const loads = [
  { connections: 1, count: 5_000 },
  { connections: 16, count: 20_000 },
]
/** Agents and queues work on what they hold for a moment after the last request; it belongs to the round. */
const settlesMs = 400

for (const host of hostsHere()) await onStage((stage) => measure(stage, host))

async function measure(stage, host) {
  const appPort = await host.startApp(stage)
  const contenders = []
  for (const { name, ...watching } of plans(host)) {
    const hub = watching.door === undefined ? null : await startHub(stage)
    const watched = hub === null ? null : { hubPort: hub.port, ...watching }
    contenders.push({ name, hub, ...(await host.start(stage, appPort, watched)) })
  }
  console.log(`\n  ${host.name}`)
  for (const load of loads) {
    const results = new Map(contenders.map(({ name }) => [name, []]))
    for (let round = -1; round < rounds; round += 1) {
      for (const contender of contenders) {
        const run = await oneRound(contender, load)
        // The first round warms everybody up.
        if (round >= 0) results.get(contender.name).push(run)
      }
    }
    report(host, load, results)
  }
  await accounts(contenders)
}

function plans(host) {
  return [
    { name: 'no plug-in' },
    { name: 'observing', door: false },
    { name: 'observing and deciding', door: true },
    ...(host.others ?? []),
  ]
}

async function oneRound({ port, pid, agentPid }, load) {
  const cpu = () => [cpuOf(pid), agentPid === null ? 0 : cpuOf(agentPid)]
  const before = cpu()
  const times = await rawLoad({ port, request, ...load })
  await pause(settlesMs)
  const after = cpu()
  const [own, agent] = after.map((time, index) => (time - before[index]) / load.count)
  return { ...quantiles(times), cpu: own, agent }
}

function report(host, { connections, count }, results) {
  const base = results.get('no plug-in')
  const log = results.get('its access log')
  const rows = [...results].map(([name, runs]) => [
    name,
    median(runs.map(({ cpu }) => cpu)).toFixed(1),
    median(runs.map(({ cpu }, round) => cpu - base[round].cpu)).toFixed(1),
    ...(log === undefined
      ? []
      : [median(runs.map(({ cpu }, round) => cpu / log[round].cpu)).toFixed(2)]),
    median(runs.map(({ agent }) => agent)).toFixed(1),
    median(runs.map(({ p50 }) => p50)).toFixed(3),
    median(runs.map(({ p99 }) => p99)).toFixed(3),
  ])
  console.log(
    `  ${rounds} rounds of ${grouped(count)} requests over ${connections} connections, ${order.length} B up, ${account.length} B down; medians`,
  )
  const { added, agent, perLog } = host.bars
  printTable(
    [
      '',
      'CPU µs/request',
      added === undefined ? 'added' : `added (bar ${added})`,
      ...(log === undefined ? [] : [`÷ log (bar ${perLog})`]),
      agent === undefined ? 'agent' : `agent (bar ${agent})`,
      'p50 ms',
      'p99 ms',
    ],
    rows,
  )
}

async function accounts(contenders) {
  for (const { name, hub } of contenders) {
    if (hub === null) continue
    const { observed, dropped, held } = await hub.balance()
    const door = held === 0 ? '' : `, ${grouped(held)} decisions held`
    console.log(`  ${name}: ${grouped(observed)} observed, ${grouped(dropped)} dropped${door}`)
  }
}
