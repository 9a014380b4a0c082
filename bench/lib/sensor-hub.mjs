// The cheapest hub: reads what comes and says yes, so that a bench measures the sensor and not the hub. Doors get
// decisions about others from it. Asked for it, it tells the balance the sensor gave last.
import http from 'node:http'
import { decisionsAboutOthers, snapshot } from './decisions.mjs'

const slowMs = process.argv[2] === 'slow' ? 3_000 : 0
const held = 1_000
const heartbeatMs = 10_000
const balance = { observed: 0, dropped: 0, held: 0 }

function stream(response) {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  const say = (line) => response.write(`${JSON.stringify(line)}\n`)
  for (const line of snapshot(decisionsAboutOthers(held), heartbeatMs)) say(line)
  const timer = setInterval(() => say({ kind: 'beat', seq: 1, now_ms: Date.now() }), heartbeatMs)
  response.on('close', () => clearInterval(timer))
}

function noteDoor(body) {
  try {
    balance.held = JSON.parse(body).held
  } catch {
    // A report cut short says nothing.
  }
}

function take(request, response) {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    if (request.url === '/v1/doors/report') {
      noteDoor(Buffer.concat(parts).toString())
      response.writeHead(204).end()
      return
    }
    balance.observed = Number(request.headers['weir-observed'] ?? 0)
    balance.dropped = Number(request.headers['weir-dropped'] ?? 0)
    response.writeHead(202).end('{"accepted":0,"rejected":[]}')
  })
}

const server = http.createServer((request, response) => {
  const answer = () =>
    request.url?.startsWith('/v1/doors/stream') === true
      ? stream(response)
      : take(request, response)
  if (slowMs === 0) answer()
  else setTimeout(answer, slowMs)
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', () => process.send(balance))
