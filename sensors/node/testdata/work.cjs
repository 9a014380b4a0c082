// A small service that calls itself; prints what its callers saw and the balance of its sensor.
const http = require('node:http')

exports.work = async (balance) => {
  const rounds = Number(process.env.ROUNDS ?? '20')
  const body = JSON.stringify({ card: 'x'.repeat(1_000) })
  const agent = new http.Agent({ keepAlive: true })
  const server = http.createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    request.pipe(response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}/orders`
  const seen = { right: 0, wrong: 0, errors: [], warnings: [] }
  process.on('warning', ({ message }) => seen.warnings.push(message))
  const count = (text) => (text === body ? (seen.right += 1) : (seen.wrong += 1))
  const failed = (error) => seen.errors.push(String(error))
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all([
      fetch(url, { method: 'POST', body }).then((response) => response.text()).then(count, failed),
      call(url, agent, body).then(count, failed),
    ])
    if (process.send !== undefined) process.send({ round })
  }
  server.close()
  server.closeAllConnections()
  agent.destroy()
  await new Promise(setImmediate)
  process.stdout.write(`${JSON.stringify({ ...seen, balance: balance() })}\n`)
  if (process.connected) process.disconnect()
}

function call(url, agent, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', agent }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part) => (text += part))
      response.on('end', () => resolve(text))
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}
