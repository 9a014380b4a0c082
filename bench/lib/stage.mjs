// What a bench starts and has to end: processes, and a folder for their files.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs `work` with a stage, and leaves nothing behind. */
export async function onStage(work) {
  const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'))
  const children = []
  const keep = (child, name) => {
    child.on('error', (error) => console.error(`${name}: ${error.message}`))
    children.push(child)
    return child
  }
  const stage = {
    folder,
    run: (program, args, environment = {}) =>
      keep(
        spawn(program, args, {
          env: { PATH: process.env.PATH, ...environment },
          stdio: ['ignore', 'ignore', 'ignore'],
        }),
        program,
      ),
    fork: (url, options = {}) => keep(fork(url, options.args ?? [], options), String(url)),
  }
  try {
    return await work(stage)
  } finally {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A hub that does as little as it can; `mode` is `up` or `slow`. */
export async function startHub(stage, mode = 'up') {
  const child = stage.fork(new URL('sensor-hub.mjs', import.meta.url), { args: [mode] })
  const [{ port }] = await once(child, 'message')
  const balance = async () => {
    const answer = once(child, 'message')
    child.send('balance')
    return (await answer)[0]
  }
  return { child, port, balance }
}

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

export async function reachable(port) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const socket = net.connect(port, '127.0.0.1')
    const isOpen = await new Promise((resolve) => {
      socket.on('connect', () => resolve(true))
      socket.on('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await pause(20)
  }
  throw new Error(`nothing listens on ${port}`)
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
