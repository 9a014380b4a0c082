/** What a sensor can stand in. */
export const sensorHosts = ['node', 'nginx', 'haproxy', 'envoy', 'otel', 'http'] as const
export type SensorHost = (typeof sensorHosts)[number]

export interface SensorSetup {
  readonly url: string
  readonly key: string
  readonly service: string | undefined
  readonly door: boolean
  /** Where the Lua files of the nginx sensor lie. */
  readonly luaFolder?: string
}

/** What to write where for a new sensor, ready to be copied. */
export function sensorSetup(host: SensorHost, setup: SensorSetup): string {
  return `${texts[host](setup).join('\n')}\n`
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
  nginx: ({ url, key, service, door, luaFolder = '/usr/share/weir/lua' }) => [
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
  otel: (setup) => [
    '# The agent SDKs and collectors export to, OTLP/HTTP on 4318 and OTLP/gRPC on 4317 (docs/guide/sensor-otel.md):',
    ...variables({ ...setup, door: false }),
    'weir-otel',
    '# In the environment of a service that is traced:',
    'export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318',
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
