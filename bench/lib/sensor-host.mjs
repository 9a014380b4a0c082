// A service under measurement: answers each request with an account, which it fetches from another service where
// UPSTREAM_PORT names one; it takes as many milliseconds as the request says in `takes-ms`. Started with
// `--import @weir/sensor-node` or without.
import http from 'node:http'
import { account as ownAccount } from './order.mjs'

const agent = new http.Agent({ keepAlive: true })
const upstream = Number(process.env.UPSTREAM_PORT)

const server = http.createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const order = JSON.parse(Buffer.concat(parts).toString())
    const takesMs = request.headers['takes-ms']
    if (takesMs === undefined) answer(order, response)
    else setTimeout(answer, Number(takesMs), order, response)
  })
})

function answer(order, response) {
  fetchAccount(order.account, (account) => {
    const body = JSON.stringify({ order, account })
    response.setHeader('content-type', 'application/json')
    response.setHeader('content-length', Buffer.byteLength(body))
    response.end(body)
  })
}

function fetchAccount(name, done) {
  if (upstream === 0) {
    done(JSON.parse(ownAccount))
    return
  }
  const options = { port: upstream, path: `/accounts/${name}`, agent }
  const request = http.get(options, (response) => {
    const parts = []
    response.on('data', (part) => parts.push(part))
    response.on('end', () => done(JSON.parse(Buffer.concat(parts).toString())))
  })
  request.on('error', () => done(null))
}

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
