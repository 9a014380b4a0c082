// Doors: what judging a request costs, by the decisions held; and how long after it was made a decision closes each
// door, on a connection that was open before.
import { createHmac } from 'node:crypto'
import http from 'node:http'
import { startDoor } from '@weir/sensor'
import { startCentre } from '@weir/testkit/proxy'
import { decisionsAboutOthers, snapshot } from './lib/decisions.mjs'
import { hostsHere } from './lib/hosts/all.mjs'
import { envoy } from './lib/hosts/envoy.mjs'
import { haproxy } from './lib/hosts/haproxy.mjs'
import { nginx } from './lib/hosts/nginx.mjs'
import { node } from './lib/hosts/node.mjs'
import { compare, quantiles } from './lib/measure.mjs'
import { order } from './lib/order.mjs'
import { onStage, pause } from './lib/stage.mjs'
import { grouped, printTable } from './lib/table.mjs'

const judged = 200_000
const warmUps = 20
const closings = 200
const centre = await startCentre()
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
  await centre.close()
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

function doorHolding(held) {
  const open = (_query, events) => {
    setImmediate(() => {
      for (const message of snapshot(decisionsAboutOthers(held), 1e6)) events.message(message)
    })
    return { close: () => undefined }
  }
  const reports = { post: () => Promise.resolve(null), close: () => undefined }
  const where = { url: 'http://127.0.0.1:1', key: 'k', agent: 'bench', can: ['deny'] }
  return startDoor({ ...where, ports: { open, reports } })
}

async function close() {
  const rows = []
  for (const host of hostsHere([nginx, haproxy, envoy, node])) {
    rows.push(await onStage((stage) => closingsOf(stage, host)))
  }
  console.log(
    `\n  ${closings} decisions, each asked for until it holds; from before it is made to the first refusal`,
  )
  printTable(['', 'p50 ms', 'p99 ms (bar 100)'], rows)
}

async function closingsOf(stage, host) {
  const hubPort = Number(new URL(centre.url).port)
  const appPort = await host.startApp(stage)
  const { port } = await host.start(stage, appPort, { hubPort, key: centre.key, door: true })
  const times = []
  for (let index = -warmUps; index < closings; index += 1) {
    const took = await closingMs(port, index + warmUps)
    if (index >= 0) times.push(took)
  }
  const { p50, p99 } = quantiles(times)
  return [host.name, p50.toFixed(1), p99.toFixed(1)]
}

/** On one connection; the decision travels from a person through API, store and stream to the door. */
async function closingMs(port, index) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  // By name and not by address: Envoy adds that of this machine to those forwarded.
  const name = `person-${index}`
  await until(port, name, agent, 200)
  const began = performance.now()
  const subject = { kind: 'principal', name }
  const made = centre.decide({ subject, action: { kind: 'deny' } })
  await until(port, name, agent, 403)
  const took = performance.now() - began
  agent.destroy()
  await centre.undo(await made)
  return took
}

async function until(port, name, agent, status) {
  const deadline = performance.now() + 10_000
  while ((await ask(port, name, agent)) !== status) {
    if (performance.now() > deadline) throw new Error(`${name} is never answered ${status}`)
    // A client asks now and then; one that never rests measures how the centre bears its exchanges.
    await pause(1)
  }
}

function ask(port, name, agent) {
  const headers = {
    authorization: `Basic ${Buffer.from(`${name}:secret`).toString('base64')}`,
    'content-type': 'application/json',
    'content-length': order.length,
  }
  const options = { host: '127.0.0.1', port, path: '/v1/orders', method: 'POST', agent, headers }
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
    request.on('error', reject)
    request.end(order)
  })
}
