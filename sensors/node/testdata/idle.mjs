// Sees more than one piece of a batch, then sleeps with nothing else to wake it.
import http from 'node:http'
import '@weir/sensor-node'

const body = 'x'.repeat(100_000)
const server = http.createServer((_request, response) => response.end(body))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address()
for (let call = 0; call < 4; call += 1) {
  const response = await fetch(`http://127.0.0.1:${port}/`)
  await response.text()
}
server.close()
server.closeAllConnections()
setTimeout(() => process.stdout.write('woke'), 6_000)
