import { join } from 'node:path'
import { lua, type Nginx, packageFolder, startNginx } from './nginx.ts'

export interface Watched {
  readonly hubUrl: string
  /** More settings of `weir.init`, as Lua. */
  readonly settings?: string
  readonly workers?: number
  /** More of `http`. */
  readonly http?: string
  readonly server: string
  readonly listen?: string
  /** Arguments of `weir.access`, as Lua. */
  readonly access?: string
}

export const luaPath = `lua_package_path "${join(packageFolder, 'lua')}/?.lua;;";`

/** An nginx with the sensor in all its phases. */
export function startWatched(watched: Watched): Promise<Nginx> {
  const { hubUrl, settings = '', http = '', server, workers, listen, access = '' } = watched
  return startNginx({
    modules: lua,
    ...(workers === undefined ? {} : { workers }),
    ...(listen === undefined ? {} : { listen }),
    http: `
      ${luaPath}
      lua_socket_log_errors off;
      client_body_buffer_size 64k;
      client_max_body_size 64m;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      init_by_lua_block {
        require("weir").init { url = "${hubUrl}", key = "test-key", service = "tested", ${settings} }
      }
      init_worker_by_lua_block { require("weir").start_worker() }
      access_by_lua_block { require("weir").access(${access}) }
      header_filter_by_lua_block { require("weir").header_filter() }
      body_filter_by_lua_block { require("weir").body_filter() }
      log_by_lua_block { require("weir").log() }
      ${http}`,
    server,
  })
}
