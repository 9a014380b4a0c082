import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { account } from '../order.mjs'
import { freePort, reachable } from '../stage.mjs'

const luaFolder = fileURLToPath(new URL('../../../sensors/nginx/lua/', import.meta.url))

// One process, which is the worker: its CPU time is all there is.
const common = `daemon off; master_process off; pid nginx.pid; error_log error.log crit;
events { worker_connections 1024; }
`

export const nginx = {
  name: 'nginx (Lua)',
  bars: { added: 15 },
  missing: () => (spawnSync('nginx', ['-v']).error === undefined ? null : 'nginx'),
  startApp: async (stage) => {
    const server = `default_type application/json; error_page 418 = @slow;
      location / { if ($http_takes_ms) { return 418; } return 200 '${account}'; }
      location @slow { content_by_lua_block {
        ngx.sleep(tonumber(ngx.var.http_takes_ms) / 1000)
        ngx.header.content_length = ${account.length}
        ngx.print('${account}') } }`
    return (
      await startNginx(
        stage,
        (port) =>
          `${luaModules()} ${common}http { access_log off; keepalive_requests 1000000000; server { listen 127.0.0.1:${port}; ${server} } }`,
      )
    ).port
  },
  start: async (stage, appPort, watched) => {
    const { port, pid } = await startNginx(stage, (own) => proxy(own, appPort, watched))
    return { port, pid, agentPid: null }
  },
}

async function startNginx(stage, server) {
  const port = await freePort()
  const prefix = join(stage.folder, `nginx-${port}`)
  mkdirSync(join(prefix, 'logs'), { recursive: true })
  const config = join(prefix, 'nginx.conf')
  writeFileSync(config, server(port))
  const { pid } = stage.run('nginx', ['-p', prefix, '-c', config, '-e', join(prefix, 'error.log')])
  await reachable(port)
  return { port, pid }
}

function proxy(port, appPort, watched) {
  return `${luaModules()}
${common}http { access_log off; keepalive_requests 1000000000; client_body_buffer_size 64k;
  client_body_temp_path body; proxy_temp_path proxy;
  proxy_http_version 1.1; proxy_set_header Connection "";
  upstream up { server 127.0.0.1:${appPort}; keepalive 64; keepalive_requests 1000000000; }
  ${watched === null ? '' : sensor(watched)}
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://up; } } }`
}

/** Nothing where Lua is built in, as in OpenResty. */
function luaModules() {
  const version = spawnSync('nginx', ['-V'], { encoding: 'utf8' }).stderr
  const from = /--modules-path=(\S+)/.exec(version)?.[1] ?? ''
  return ['ndk_http_module.so', 'ngx_http_lua_module.so']
    .map((file) => join(from, file))
    .filter((path) => existsSync(path))
    .map((path) => `load_module ${path};`)
    .join(' ')
}

function sensor({ hubPort, door, key = 'bench' }) {
  return `lua_package_path "${luaFolder}?.lua;;";
  init_by_lua_block {
    require("weir").init { url = "http://127.0.0.1:${hubPort}", key = "${key}", service = "orders", door = ${door} } }
  init_worker_by_lua_block { require("weir").start_worker() }
  access_by_lua_block { require("weir").access() }
  header_filter_by_lua_block { require("weir").header_filter() }
  body_filter_by_lua_block { require("weir").body_filter() }
  log_by_lua_block { require("weir").log() }`
}
