import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { account } from '../order.mjs'
import { freePort, reachable } from '../stage.mjs'

const published = fileURLToPath(new URL('../../../sensors/haproxy/haproxy/', import.meta.url))
const command = fileURLToPath(new URL('../../../sensors/haproxy/bin/weir-spoe.js', import.meta.url))

/** The files are those operators are given; without plug-in all their Weir lines are gone. */
export const haproxy = {
  name: 'HAProxy',
  others: [{ name: 'deciding, able to redact', redacts: true, door: true }],
  bars: { added: 14, agent: 20 },
  missing: () => (spawnSync('haproxy', ['-v']).error === undefined ? null : 'haproxy'),
  startApp: startHaproxyApp,
  start: async (stage, appPort, watched) => {
    const agent = watched === null ? null : await startAgent(stage, watched)
    const port = await freePort()
    const path = join(stage.folder, `haproxy-${port}.cfg`)
    const text = readFileSync(`${published}haproxy.cfg`, 'utf8')
    writeFileSync(path, watched === null ? withoutWeir(text) : text)
    const { pid } = stage.run('haproxy', ['-db', '-f', path], {
      WWW_BIND: `127.0.0.1:${port}`,
      APP: `127.0.0.1:${appPort}`,
      WEIR_SPOE: `127.0.0.1:${agent?.port}`,
      WEIR_SPOE_CONF: `${published}weir-spoe.conf`,
      WEIR_REDACT: watched?.redacts === true ? 'on' : 'off',
      WEIR_REDACT_LUA: `${published}weir-redact.lua`,
    })
    await reachable(port)
    return { port, pid, agentPid: agent?.pid ?? null }
  },
}

/** An HAProxy that answers by itself: it costs the least, and that is not counted. Returns its port. */
export async function startHaproxyApp(stage) {
  const port = await freePort()
  const path = join(stage.folder, 'app.cfg')
  const answer = join(stage.folder, 'account.json')
  writeFileSync(answer, account)
  const takeTime = join(stage.folder, 'take-time.lua')
  writeFileSync(
    takeTime,
    `core.register_action("take_time", { "http-req" }, function(txn)
  core.msleep(tonumber(txn.sf:req_hdr("takes-ms")))
end)\n`,
  )
  writeFileSync(
    path,
    `global
  lua-load ${takeTime}
defaults
  mode http
  timeout client 30s
frontend app
  bind 127.0.0.1:${port}
  http-request lua.take_time if { req.hdr(takes-ms) -m found }
  http-request return status 200 content-type application/json file ${answer}\n`,
  )
  stage.run('haproxy', ['-db', '-f', path])
  await reachable(port)
  return port
}

async function startAgent(stage, { hubPort, door, redacts, key = 'bench' }) {
  const port = await freePort()
  const { pid } = stage.run(process.execPath, [command], {
    WEIR_URL: `http://127.0.0.1:${hubPort}`,
    WEIR_SENSOR_KEY: key,
    WEIR_DOOR: door ? 'on' : 'off',
    WEIR_REDACT: redacts ? 'on' : 'off',
    WEIR_SPOE_LISTEN: `127.0.0.1:${port}`,
  })
  await reachable(port)
  return { port, pid }
}

/** What the file would be if nobody had heard of Weir. */
function withoutWeir(text) {
  return text
    .replace(/ *# --- Weir: begin ---[^]*# --- Weir: end ---\n/, '')
    .replace(/^backend weir-agent\n(?: .*\n)*/m, '')
    .replace(/^ *tune\.bufsize .*\n/m, '')
}
