// Records what an HAProxy and the agent say to each other, as frames in hex, one JSON object a line:
//   node testdata/record-session.mjs >testdata/haproxy-2.6.ndjson
// Frames of HAProxy carry ports, times and ids of that moment; the test that reads them expects those.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAgent } from '../dist/index.js'

const listening = async (server, port = 0) => {
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return server.address().port
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const app = http.createServer((request, response) => {
  request.resume()
  request.on('end', () => response.setHeader('x-served', 'yes').end('{"ok":true}'))
})
const appPort = await listening(app)
const agent = await startAgent({
  url: 'http://127.0.0.1:9',
  key: 'none',
  listen: { host: '127.0.0.1', port: 0 },
  decide: ({ request }) =>
    request.url === '/denied'
      ? { kind: 'deny', status: 403, headers: {} }
      : { kind: 'allow', tag: null },
})
let connections = 0
const recorder = net.createServer({ noDelay: true }, (haproxy) => {
  connections += 1
  const number = connections
  const behind = net.connect({ port: agent.address.port, host: '127.0.0.1', noDelay: true })
  for (const [from, to, who] of [
    [haproxy, behind, 'haproxy'],
    [behind, haproxy, 'agent'],
  ]) {
    let held = Buffer.alloc(0)
    from.on('data', (chunk) => {
      to.write(chunk)
      held = Buffer.concat([held, chunk])
      while (held.length >= 4 && held.length >= 4 + held.readUInt32BE(0)) {
        const end = 4 + held.readUInt32BE(0)
        const frame = held.subarray(0, end).toString('hex')
        process.stdout.write(`${JSON.stringify({ connection: number, from: who, frame })}\n`)
        held = held.subarray(end)
      }
    })
    from.on('end', () => to.end())
    from.on('error', () => to.destroy())
  }
})
const recorderPort = await listening(recorder)

const folder = mkdtempSync(join(tmpdir(), 'weir-spoe-'))
const published = new URL('../haproxy/', import.meta.url)
const config = readFileSync(new URL('weir-spoe.conf', published), 'utf8')
  .replace('timeout idle 5m', 'timeout idle 300ms\n  max-frame-size 1024')
writeFileSync(join(folder, 'weir-spoe.conf'), config)
const free = net.createServer()
const port = await listening(free)
free.close()
const haproxy = spawn('haproxy', ['-db', '-f', new URL('haproxy.cfg', published).pathname], {
  env: {
    PATH: process.env.PATH,
    WWW_BIND: `127.0.0.1:${port}`,
    APP: `127.0.0.1:${appPort}`,
    WEIR_SPOE: `127.0.0.1:${recorderPort}`,
    WEIR_SPOE_CONF: join(folder, 'weir-spoe.conf'),
  },
  stdio: 'inherit',
})
await pause(400)
const call = (path, body) =>
  new Promise((resolve, reject) => {
    const headers = { host: 'api.bank.test', 'x-request': 'one' }
    const request = http.request({ port, path, method: body ? 'POST' : 'GET', headers }, (response) => {
      response.resume()
      response.on('end', resolve)
    })
    request.on('error', reject)
    request.end(body)
  })
await call('/accounts/1?full=yes')
await call('/accounts', `{"text":"${'z'.repeat(1_500)}"}`)
await call('/denied')
await pause(1_000)
haproxy.kill('SIGKILL')
rmSync(folder, { recursive: true })
process.exit(0)
