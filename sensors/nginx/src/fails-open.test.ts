import http from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, startNginx } from './testing/nginx.ts'
import { bodyOf, call, listen } from './testing/servers.ts'
import { testHub } from './testing/test-hub.ts'
import { luaPath } from './testing/watched-nginx.ts'

const open: { readonly close: () => Promise<void> }[] = []

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** Where the sensor's own code breaks, as Lua that is run before it starts. */
const breaks: readonly (readonly [string, string])[] = [
  ['access', 'require("weir.request_body").fetch = function() error "broken" end'],
  ['header_filter', 'require("weir.capture").begin = function() error "broken" end'],
  ['body_filter', 'require("weir.phases").body_filter = function() error "broken" end'],
  ['log', 'require("weir.record").of_request = function() error "broken" end'],
  ['the timer', 'require("weir.line").write = function() error "broken" end'],
]

describe('an nginx whose sensor breaks', () => {
  it.each(breaks)('in %s answers as before, and each exchange is counted', async (_place, lua_) => {
    const hub = await testHub()
    open.push(hub)
    const upstream = await listen(
      http.createServer((request, response) => {
        void bodyOf(request).then((body) => response.end(body))
      }),
    )
    open.push(upstream)
    const nginx = await startNginx({
      modules: lua,
      http: `
        ${luaPath}
        init_by_lua_block {
          ${lua_}
          require("weir").init { url = "${hub.url}", key = "k", heartbeat_ms = 100 }
        }
        init_worker_by_lua_block { require("weir").start_worker() }
        access_by_lua_block { require("weir").access() }
        header_filter_by_lua_block { require("weir").header_filter() }
        body_filter_by_lua_block { require("weir").body_filter() }
        log_by_lua_block { require("weir").log() }`,
      server: `location / { proxy_pass http://127.0.0.1:${upstream.port}; }`,
    })
    open.push(nginx)
    for (let count = 0; count < 20; count += 1) {
      const { status, body } = await call(`${nginx.url}/`, { method: 'POST' }, [`body ${count}`])
      expect({ status, body: body.toString() }).toEqual({ status: 200, body: `body ${count}` })
    }
    await expect
      .poll(() => hub.balances()[0])
      .toMatchObject({ observed: 20, dropped: 20, droppedBy: 'fault=20' })
    expect(nginx.errorLog().match(/weir:/g)).toHaveLength(1)
  })
})
