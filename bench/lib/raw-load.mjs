// The cheapest client: sends the same bytes again and again and counts what comes back, so that a bench
// measures what stands between and not its own parser.
import { once } from 'node:events'
import net from 'node:net'

/** Sends `count` requests over `connections` kept connections and tells how long each took, in milliseconds. */
export async function rawLoad({ port, request, count, connections }) {
  const times = []
  let left = count
  const work = async () => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    const answer = reader(socket)
    while (left > 0) {
      left -= 1
      const began = performance.now()
      socket.write(request)
      await answer()
      times.push(performance.now() - began)
    }
    socket.destroy()
  }
  await Promise.all(Array.from({ length: connections }, work))
  return times
}

/** Waits for one whole answer; its length is read from the first and holds for all. */
function reader(socket) {
  let held = 0
  let size = null
  let settle = { resolve: () => undefined, reject: () => undefined }
  socket.on('data', (part) => {
    if (size === null) size = sizeOf(part)
    held += part.length
    if (held < size) return
    held -= size
    settle.resolve()
  })
  const lost = () => settle.reject(new Error('the connection was lost'))
  socket.on('close', lost)
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
