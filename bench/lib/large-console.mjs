import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../../packages/console/dist', import.meta.url))
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export const operationCount = 5_000
export const findingCount = 100_000
const now = Date.now()

/** The console over an API that answers at once from lists of that size; what is timed is the page. */
export async function startLargeConsole() {
  const lists = { findings: findings(), operations: operations() }
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost')
    if (!pathname.startsWith('/api/')) return sendFile(response, pathname)
    const name = pathname.slice('/api/v1/'.length)
    if (name === 'live') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
      return undefined
    }
    const answer = lists[name] === undefined ? fixed[name] : page(lists[name], searchParams)
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
    return response.end(JSON.stringify(answer ?? { code: 'NOT_FOUND', detail: 'not here' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${server.address().port}`, stop }
}

function sendFile(response, pathname) {
  const file = types[extname(pathname)] === undefined ? '/index.html' : pathname
  response.writeHead(200, { 'content-type': types[extname(file)] })
  response.end(readFileSync(join(dist, file)))
}

function page(list, search) {
  const q = search.get('q')?.toLowerCase() ?? ''
  const service = search.get('service')
  const found = list.filter(
    (item) => item.text.includes(q) && (service === null || item.service === service),
  )
  const from = Number(search.get('cursor') ?? 0)
  const to = from + Number(search.get('limit') ?? 50)
  const items = found.slice(from, to)
  return { items, next: to < found.length ? String(to) : null, total: found.length }
}

function findings() {
  const severities = ['critical', 'high', 'medium', 'low']
  return Array.from({ length: findingCount }, (_, index) => {
    const service = `service-${index % 100}`
    const title = `Somebody new copies a collection of objects ${index}`
    return {
      id: `weir.${index}`,
      tracker: 'bulk.sync',
      title,
      severity: severities[index % 4],
      state: 'active',
      score: 0.9,
      actor: `user:person-${index % 500}`,
      service,
      why: `${index} of about 100,000 listed objects were fetched one after the other`,
      todo: '',
      count: index,
      incident: null,
      first_ms: now - index * 30,
      last_ms: now - index * 30,
      text: `${title} ${service}`.toLowerCase(),
    }
  })
}

function operations() {
  return Array.from({ length: operationCount }, (_, index) => {
    const service = `service-${Math.floor(index / 50)}`
    const template = `/v1/things-${index % 50}/{thingId}/parts`
    return {
      id: `o${index}`,
      service,
      method: 'GET',
      template,
      calls: 1_000 + index,
      failing_share: 0,
      actors: 10,
      authentication: 'always',
      state: 'known',
      unseen: 0.001,
      data_types: [
        { type: 'PERSON', category: 'PII' },
        { type: 'IBAN_CODE', category: 'FIN' },
      ],
      posture: [],
      findings: 0,
      first_ms: now,
      last_ms: now,
      text: `${service} ${template}`,
    }
  })
}

const balance = { received: 1e6, analysed: 1e6, dropped: 0, held: 0, dropped_by: {} }
const fixed = {
  status: {
    now_ms: now,
    balance,
    learning: {
      known_share: 0.99,
      operations: operationCount,
      operations_known: operationCount,
      calls: 1e6,
    },
    counts: {
      services: 100,
      operations: operationCount,
      findings: findingCount,
      findings_active: findingCount,
      findings_by_severity: { low: 1, medium: 1, high: 1, critical: 1 },
      incidents: 0,
      incidents_active: 0,
    },
  },
  sensors: { balance, balanced: 0, items: [] },
  incidents: { items: [], next: null, total: 0 },
  services: {
    items: Array.from({ length: 100 }, (_, index) => ({
      name: `service-${index}`,
      placement: 'internal',
      operations: 50,
    })),
    next: null,
    total: 100,
  },
}
