// The cheapest hub: reads what comes and says yes, so that a bench measures the sensor and not the hub.
// Asked for it, it tells the balance the sensor gave last.
import http from 'node:http'

const balance = { observed: 0, dropped: 0 }

const server = http.createServer((request, response) => {
  balance.observed = Number(request.headers['weir-observed'] ?? 0)
  balance.dropped = Number(request.headers['weir-dropped'] ?? 0)
  request.resume()
  request.on('end', () => response.writeHead(202).end('{"accepted":0,"rejected":[]}'))
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', () => process.send(balance))
