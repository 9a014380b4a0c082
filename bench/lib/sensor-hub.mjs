// The cheapest hub: reads what comes and says yes, so that a bench measures the sensor and not the hub.
import http from 'node:http'

const server = http.createServer((request, response) => {
  request.resume()
  request.on('end', () => response.writeHead(202).end('{"accepted":0,"rejected":[]}'))
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
