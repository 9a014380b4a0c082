import http from 'node:http'
import https from 'node:https'
import { clearTimeout, setImmediate, setTimeout } from 'node:timers'
import { markOwnRequest } from './own-requests.ts'
import type { Answer, Parcel, Transport } from './ports.ts'

const pieceBytes = 32 * 1024

/**
 * Posts over one connection that is kept. Nothing here keeps the process alive longer than a batch takes to
 * be written, and nothing throws: no answer is an expected outcome.
 */
export function httpTransport(endpoint: URL, answerBytes: number): Transport {
  const secure = endpoint.protocol === 'https:'
  const options = { keepAlive: true, maxSockets: 1 }
  const agent = secure ? new https.Agent(options) : new http.Agent(options)
  // Taken now: what other instrumentation puts in their place later is not for us.
  const request = secure ? https.request : http.request
  return {
    post: (parcel) =>
      new Promise((resolve) => {
        try {
          const headers = { ...parcel.headers, 'content-length': parcel.body.length }
          const post = request(endpoint, { agent, method: 'POST', headers })
          send(post, parcel, answerBytes, resolve)
        } catch {
          resolve(null)
        }
      }),
    close: () => agent.destroy(),
  }
}

function send(
  request: http.ClientRequest,
  parcel: Parcel,
  answerBytes: number,
  settle: (answer: Answer | null) => void,
): void {
  markOwnRequest(request)
  const timer = setTimeout(() => request.destroy(), parcel.timeoutMs).unref()
  const finish = (answer: Answer | null): void => {
    clearTimeout(timer)
    settle(answer)
  }
  request.on('socket', (socket) => socket.unref())
  request.on('response', (response) =>
    read(response, answerBytes, (answer) => {
      // Answered before it was read: the body's memory is about to be used again.
      if (!request.writableFinished) request.destroy()
      finish(answer)
    }),
  )
  request.on('error', () => finish(null))
  request.on('close', () => finish(null))
  writePieces(request, parcel.body)
}

/** A batch at once would hold the host's thread for as long as the kernel takes to carry it. */
function writePieces(request: http.ClientRequest, body: Uint8Array): void {
  if (request.destroyed) return
  const rest = body.subarray(pieceBytes)
  if (rest.length === 0) {
    request.end(body)
    return
  }
  request.write(body.subarray(0, pieceBytes))
  // Held for the few turns it takes: a loop with nothing else to do sleeps over one that is not.
  setImmediate(() => writePieces(request, rest))
}

function read(
  response: http.IncomingMessage,
  answerBytes: number,
  finish: (answer: Answer | null) => void,
): void {
  const chunks: Buffer[] = []
  let held = 0
  response.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, answerBytes - held)
    held += part.length
    if (part.length > 0) chunks.push(part)
  })
  response.on('error', () => finish(null))
  response.on('end', () =>
    finish({
      status: response.statusCode ?? 0,
      retryAfter: response.headers['retry-after'],
      body: Buffer.concat(chunks).toString(),
    }),
  )
}
