import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Folder of the neutral trace generator, which lies outside the repository. */
const folder = process.env.WEIR_TRACES ?? join('..', 'shared', 'bench')
const generator = join(folder, 'neutral_traces.cjs')

export const hasNeutralTraces = existsSync(generator)

/** Runs the generator of neutral traces (about 1.3 KB each) and turns its form into exchange lines. */
export async function neutralTraces(count) {
  const child = spawn(process.execPath, [generator, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = []
  for await (const text of createInterface({ input: child.stdout })) {
    lines.push(exchangeLine(JSON.parse(text)))
  }
  return lines
}

function exchangeLine(trace) {
  const query = trace.query.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
  return {
    ts: trace.ts,
    src: { ip: trace.src },
    dst: { host: trace.host, ip: trace.dst, port: 443 },
    req: {
      method: trace.method,
      url: query.length === 0 ? trace.path : `${trace.path}?${query.join('&')}`,
      headers: headers(trace.reqHeaders),
      body: trace.reqBody,
    },
    res: { status: trace.status, headers: headers(trace.resHeaders), body: trace.resBody },
  }
}

function headers(list) {
  return Object.fromEntries(list.map(({ name, value }) => [name.toLowerCase(), value]))
}
