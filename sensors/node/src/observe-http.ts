import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import http from 'node:http'
import { isOwnRequest } from '@weir/sensor'
import { type Attachment, attachment } from './attachment.ts'
import type { BodyTap } from './body-tap.ts'
import { clientSight, serverSight } from './http-sight.ts'
import type { Capture, Recorder } from './recorder.ts'
import { type Restore, replaceMethod } from './replace-method.ts'
import { socketFacts } from './socket-facts.ts'

const serverStart = 'http.server.request.start'
const clientResponse = 'http.client.response.finish'

/**
 * Watches both sides of `node:http` and `node:https`. Bodies are copied where the platform itself hands
 * them on (`push`, `write`, `end`), and ends are seen in `emit`: no listener is ever added to an object of the
 * host, no stream is read, paused or resumed. `captures` holds what is known of a message; null for one that is not watched.
 */
export function observeHttp(
  recorder: Recorder,
  captures: Attachment<Capture | null> = attachment(),
): Restore {
  const incoming = attachment<BodyTap>()
  const onServerStart = (message: unknown): void =>
    recorder.guard(() => beginServer(message, recorder, captures.set, incoming.set))
  const onClientResponse = (message: unknown): void =>
    recorder.guard(() => joinResponse(message, captures.get, incoming.set))
  const begin = (message: object): Capture | null => {
    const known = captures.get(message)
    if (known !== undefined) return known
    if (!(message instanceof http.ClientRequest)) return null
    const watched = !isOwnRequest(message) && recorder.admits()
    const capture = watched ? recorder.begin('client', () => clientSight(message)) : null
    captures.set(message, capture)
    return capture
  }

  subscribe(serverStart, onServerStart)
  subscribe(clientResponse, onClientResponse)
  const outgoing = http.OutgoingMessage.prototype
  const restores = [
    ...['write', 'end'].map((name) => tapOutgoing(outgoing, name, recorder, begin)),
    replaceMethod(
      outgoing,
      'emit',
      (original) =>
        function (...args) {
          const [event, first] = args
          if (
            event === 'close' ||
            event === 'finish' ||
            event === 'upgrade' ||
            event === 'connect'
          ) {
            recorder.guard(() => ended(this, event, first, captures.get(this), recorder))
          }
          return Reflect.apply(original, this, args)
        },
    ),
    replaceMethod(
      http.IncomingMessage.prototype,
      'push',
      (original) =>
        function (...args) {
          const tap = incoming.get(this)
          if (tap !== undefined) recorder.guard(() => tap.write(args[0], args[1]))
          return Reflect.apply(original, this, args)
        },
    ),
  ]
  return () => {
    unsubscribe(serverStart, onServerStart)
    unsubscribe(clientResponse, onClientResponse)
    for (const restore of restores) restore()
  }
}

function tapOutgoing(
  owner: object,
  name: string,
  recorder: Recorder,
  begin: (message: object) => Capture | null,
): Restore {
  return replaceMethod(
    owner,
    name,
    (original) =>
      function (...args) {
        let capture: Capture | null = null
        recorder.guard(() => {
          const wasOpen =
            Reflect.get(this, 'finished') !== true && Reflect.get(this, 'destroyed') !== true
          if (wasOpen) capture = begin(this)
        })
        const result = Reflect.apply(original, this, args)
        recorder.guard(() => {
          if (capture === null) return
          noteSocket(this)
          if (Reflect.get(this, '_hasBody') === false) return
          const body = capture.vantage === 'server' ? capture.response : capture.request
          body.write(args[0], args[1])
        })
        return result
      },
  )
}

function ended(
  message: object,
  event: 'close' | 'finish' | 'upgrade' | 'connect',
  first: unknown,
  capture: Capture | null | undefined,
  recorder: Recorder,
): void {
  if (!capture) return
  if (event === 'finish') noteSocket(message)
  if (event === 'close') recorder.finish(capture)
  // After an upgrade the connection speaks something else for as long as it likes.
  else if (event !== 'finish' && first instanceof http.IncomingMessage) recorder.finish(capture)
}

function beginServer(
  message: unknown,
  recorder: Recorder,
  attach: (target: object, capture: Capture) => void,
  attachBody: (target: object, tap: BodyTap) => void,
): void {
  const request = part(message, 'request')
  const response = part(message, 'response')
  if (!(request instanceof http.IncomingMessage)) return
  if (!isServerResponse(response) || !recorder.admits()) return
  const capture = recorder.begin('server', serverSight(request, response))
  attach(response, capture)
  attachBody(request, capture.request)
}

function joinResponse(
  message: unknown,
  captureOf: (target: object) => Capture | null | undefined,
  attachBody: (target: object, tap: BodyTap) => void,
): void {
  const request = part(message, 'request')
  const response = part(message, 'response')
  if (!(request instanceof http.ClientRequest)) return
  if (!(response instanceof http.IncomingMessage)) return
  const capture = captureOf(request)
  if (!capture) return
  noteSocket(request)
  attachBody(response, capture.response)
}

function isServerResponse(value: unknown): value is http.ServerResponse {
  return value instanceof http.ServerResponse
}

/** Reads what a connection tells while it is up. */
function noteSocket(message: object): void {
  if (!(message instanceof http.ClientRequest)) return
  const { socket } = message
  if (socket !== null && !socket.connecting && !socket.destroyed) socketFacts(socket)
}

function part(message: unknown, name: string): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined
}
