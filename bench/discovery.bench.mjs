// What finding operations costs per request: reading the path, the evidence, finding the operation, and merging and
// deriving at marks. Beside it, in the same run, what `new URL` takes to read the same addresses.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { bankDay } from '@weir/testkit'
import {
  deriveOperations,
  mergeRoutes,
  newRoutes,
  recordRoute,
  tokenise,
} from '../packages/engine/dist/discover/index.js'
import { hashText } from '../packages/engine/dist/lib/sip-hash.js'
import { compare } from './lib/measure.mjs'
import { grouped, printTable } from './lib/table.mjs'

const perMark = 5_000
const seed = { low: 11, high: 12 }
const baseline = 'new URL of the same addresses'
const judges = process.env.WEIR_JUDGES ?? join('..', 'shared', 'judges')
const recorded = join(judges, 'openapi', 'traffic.ndjson.gz')

await report('a day of the bank', bankDay({ seed: 3, date: '2026-03-03', exchanges: 40_000 }))
if (existsSync(recorded)) await report('thirty APIs', readLines(recorded))
else console.log('  skipped: no judges here (set WEIR_JUDGES to their folder)')

function readLines(path) {
  const text = gunzipSync(readFileSync(path)).toString()
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
}

async function report(title, lines) {
  const requests = lines.map(({ dst, req, res, src }, index) => ({
    service: dst?.host ?? '',
    method: req.method,
    url: req.url,
    status: res?.status ?? null,
    actor: hashText(src?.ip ?? '', seed),
    responseShape: shapeOf(res?.body),
    ts: index,
  }))
  let operations = 0
  const rows = await compare(
    {
      [baseline]: () => {
        let characters = 0
        for (const { url } of requests) characters += new URL(url, 'http://host').pathname.length
        return characters === 0 ? 0 : requests.length
      },
      discovery: () => {
        operations = discover(requests)
        return requests.length
      },
    },
    { baseline, rounds: 3 },
  )
  console.log(`  ${title}: ${grouped(requests.length)} requests, ${grouped(operations)} operations`)
  printTable(
    ['', 'µs a request', 'against new URL'],
    rows.map(({ name, microseconds, ratio }) => [
      name,
      microseconds.toFixed(2),
      `${(1 / ratio).toFixed(1)} ×`,
    ]),
  )
}

/** The names at the top of an answer, as the learner takes them. */
function shapeOf(body) {
  if (typeof body !== 'string' || !/^[[{]/.test(body)) return 0
  const [first] = [parsed(body)].flat()
  const names = typeof first === 'object' && first !== null ? Object.keys(first) : []
  return names.length === 0 ? 0 : hashText(names.sort().join('\n'), seed).low
}

function parsed(body) {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** As lane 1 and the marks do it, on one thread. */
function discover(requests) {
  const known = new Map()
  let learned = new Map()
  requests.forEach((request, index) => {
    const { service, method, url, status, actor, responseShape, ts } = request
    const tokens = tokenise(method, url, seed)
    known.get(service)?.tree.match(tokens)
    const routes = learned.get(service) ?? newRoutes()
    learned.set(service, routes)
    const outcome = status === null ? 'unknown' : status < 400 ? 'success' : 'failure'
    // Made as the learner makes it: copying the request cost a tenth of what is measured here.
    const sighting = { outcome, status, actor, responseShape, ts, vouched: false }
    recordRoute(routes, tokens, sighting, seed)
    if ((index + 1) % perMark === 0 || index + 1 === requests.length) {
      mark(known, learned)
      learned = new Map()
    }
  })
  return [...known.values()].reduce((sum, { tree }) => sum + tree.operations.length, 0)
}

function mark(known, learned) {
  for (const [service, fresh] of learned) {
    const before = known.get(service)?.routes
    const routes = before === undefined ? fresh : mergeRoutes(before, fresh)
    known.set(service, { routes, tree: deriveOperations(routes) })
  }
}
