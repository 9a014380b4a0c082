import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What a sensor can stand in. */
export const sensorHosts = ['node', 'nginx', 'haproxy', 'envoy', 'http'] as const
export type SensorHost = (typeof sensorHosts)[number]

/** Of the sensor in this installation, or where a package of the system would put it. */
const luaFolder = folderOf('@weir/sensor-nginx', 'lua') ?? '/usr/share/weir/lua'

export interface SensorSetup {
  readonly url: string
  readonly key: string
  readonly service: string | undefined
  readonly door: boolean
}

/** What to write where; the key is shown this once. */
export function setupText(host: SensorHost, setup: SensorSetup): string {
  return `${[...texts[host](setup), '', 'The key is shown this once. `weir sensor list` says when it was heard.'].join('\n')}\n`
}

function variables({ url, key, service, door }: SensorSetup): readonly string[] {
  return [
    `export WEIR_URL=${url}`,
    `export WEIR_SENSOR_KEY=${key}`,
    ...(service === undefined ? [] : [`export WEIR_SERVICE=${service}`]),
    ...(door ? ['export WEIR_DOOR=on'] : []),
  ]
}

const texts: Readonly<Record<SensorHost, (setup: SensorSetup) => readonly string[]>> = {
  node: (setup) => [
    '# In the environment of the service; its code stays as it is (docs/guide/sensor-node.md):',
    ...variables(setup),
    'node --import @weir/sensor-node app.js',
  ],
  nginx: ({ url, key, service, door }) => [
    '# In `http` of nginx.conf, with the Lua module loaded (docs/guide/sensor-nginx.md):',
    `lua_package_path "${luaFolder}/?.lua;;";`,
    'init_by_lua_block {',
    `  require("weir").init { url = "${url}", key = "${key}"${luaParts(service, door)} }`,
    '}',
    'init_worker_by_lua_block   { require("weir").start_worker() }',
    'access_by_lua_block        { require("weir").access() }',
    'header_filter_by_lua_block { require("weir").header_filter() }',
    'body_filter_by_lua_block   { require("weir").body_filter() }',
    'log_by_lua_block           { require("weir").log() }',
  ],
  haproxy: (setup) => [
    '# The agent beside HAProxy; haproxy.cfg and weir-spoe.conf lie in the package (docs/guide/sensor-haproxy.md):',
    ...variables(setup),
    'weir-spoe',
  ],
  envoy: (setup) => [
    '# The agent beside Envoy; envoy.yaml and a recipe for Istio lie in the package (docs/guide/sensor-envoy.md):',
    ...variables(setup),
    'weir-envoy',
  ],
  http: ({ url, key }) => [
    '# Any client can send exchange lines (spec/exchange.md, spec/ingest.md):',
    `curl -H "authorization: Bearer ${key}" -H "content-type: application/x-ndjson" \\`,
    `  --data-binary @traffic.ndjson ${url}/v1/exchanges`,
  ],
}

function luaParts(service: string | undefined, door: boolean): string {
  return `${service === undefined ? '' : `, service = "${service}"`}${door ? ', door = true' : ''}`
}

/** A folder of a package that is installed beside this one; null where there is none. */
function folderOf(name: string, folder: string): string | null {
  const searched = createRequire(import.meta.url).resolve.paths(name) ?? []
  const found = searched.map((path) => join(path, name, folder)).find((path) => existsSync(path))
  return found === undefined ? null : realpathSync(found)
}
