// The cheapest client: sends the same bytes again and again and counts what comes back, so that a bench
// measures what stands between and not its own parser.
import { once } from 'node:events'
import net from 'node:net'
import { onTime } from './on-time.mjs'

/**
 * Sends `count` requests over `connections` kept connections and tells how long each took, in milliseconds. It never
 * sleeps meanwhile: the kernel charges who writes with waking who reads (5 µs on a virtual machine), and a client sleeps
 * the more the slower its host is, so that a plug-in would be charged with more than its work.
 */
export async function rawLoad({ port, request, count, connections }) {
  const times = []
  let left = count
  let isUnderWay = true
  const stayAwake = () => {
    if (isUnderWay) setImmediate(stayAwake)
  }
  stayAwake()
  const work = async () => {
    const connection = await connect(port)
    while (left > 0) {
      left -= 1
      const began = performance.now()
      await connection.ask(request)
      times.push(performance.now() - began)
    }
    connection.close()
  }
  try {
    await Promise.all(Array.from({ length: connections }, work))
  } finally {
    isUnderWay = false
  }
  return times
}

/**
 * Sends `count` requests at a steady rate whatever the answers do, so that a slow one does not hide the next: times
 * count from the moment a request was due. What is not answered with 200 is an error.
 */
export async function steadyLoad({ port, request, count, perSecond, connections }) {
  const idle = await Promise.all(Array.from({ length: connections }, () => connect(port)))
  const waiting = []
  const times = []
  let errors = 0
  const serve = async (connection, due) => {
    try {
      await connection.ask(request)
      times.push(performance.now() - due)
    } catch {
      errors += 1
      connection.close()
      connection = await connect(port)
    }
    const next = waiting.shift()
    if (next === undefined) idle.push(connection)
    else await serve(connection, next)
  }
  const work = []
  await onTime({ count, perSecond }, (due) => {
    const connection = idle.pop()
    if (connection === undefined) waiting.push(due)
    else work.push(serve(connection, due))
  })
  await Promise.all(work)
  for (const connection of idle) connection.close()
  return { times, errors }
}

async function connect(port) {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  const answer = reader(socket)
  return {
    ask: (request) => {
      socket.write(request)
      return answer()
    },
    close: () => socket.destroy(),
  }
}

/** Waits for one whole answer; its length is read from the first and holds for all. */
function reader(socket) {
  let held = 0
  let size = null
  let settle = { resolve: () => undefined, reject: () => undefined }
  const fail = (error) => settle.reject(error)
  socket.on('data', (part) => {
    try {
      if (size === null) size = sizeOf(part)
    } catch (error) {
      fail(error)
      return
    }
    held += part.length
    if (held < size) return
    held -= size
    settle.resolve()
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the connection was lost')))
  return () =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject }
    })
}

function sizeOf(part) {
  const text = part.toString('latin1')
  const status = text.slice(9, 12)
  if (status !== '200') throw new Error(`expected status 200, got ${status}`)
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1])
  return text.indexOf('\r\n\r\n') + 4 + length
}
