import http from 'node:http'
import { parseHeaderBlock } from './header-block.ts'
import type { RequestSight, ResponseSight, Sight } from './line.ts'
import { knownFacts, socketFacts } from './socket-facts.ts'

/**
 * Looks at a request a server got. Method and URL are read now: frameworks rewrite `url` while they route.
 */
export function serverSight(
  request: http.IncomingMessage,
  response: http.ServerResponse,
): () => Sight {
  const { method = '', url = '', httpVersion } = request
  const facts = socketFacts(request.socket)
  return () => ({
    facts,
    request: {
      method,
      url,
      version: httpVersion,
      fields: request.rawHeaders,
      complete: request.complete && !wasDumped(request),
    },
    response: sentResponse(response),
  })
}

/** A request that ends HTTP on its connection; its answer is not seen. */
export function upgradeSight(request: http.IncomingMessage): Sight {
  const { method = '', url = '', httpVersion } = request
  const fields = request.rawHeaders
  return {
    facts: socketFacts(request.socket),
    request: { method, url, version: httpVersion, fields, complete: true },
    response: null,
  }
}

/** Null until the header has been made: nothing was answered then. */
function sentResponse(response: http.ServerResponse): ResponseSight | null {
  const header = headerText(response)
  if (header === null) return null
  const { start, fields } = parseHeaderBlock(header)
  return {
    status: Number(start.split(' ')[1] ?? response.statusCode),
    fields,
    complete: response.writableFinished,
    bodiless: Reflect.get(response, '_hasBody') === false,
  }
}

/** Looks at a request this process made; null when it never got a connection. */
export function clientSight(request: http.ClientRequest): Sight | null {
  // Node's types leave `res` out; it is set before anybody hears of the response.
  const response: unknown = Reflect.get(request, 'res')
  const answered = response instanceof http.IncomingMessage
  const facts = knownFacts(request.socket)
  if (!answered && facts === undefined) return null
  return {
    facts,
    host: request.host,
    request: sentRequest(request),
    response: answered ? receivedResponse(request, response) : null,
  }
}

function sentRequest(request: http.ClientRequest): RequestSight {
  const { start, fields } = parseHeaderBlock(headerText(request) ?? '')
  const version = /HTTP\/(\d\.\d)$/.exec(start)?.[1]
  return {
    method: request.method,
    url: request.path,
    ...(version === undefined ? {} : { version }),
    fields,
    complete: request.writableFinished,
  }
}

function receivedResponse(
  request: http.ClientRequest,
  response: http.IncomingMessage,
): ResponseSight {
  const status = response.statusCode ?? 0
  return {
    status,
    fields: response.rawHeaders,
    complete: response.complete && !wasDumped(response),
    bodiless: request.method === 'HEAD' || status === 204 || status === 304 || status === 101,
  }
}

/** The header as it went out. Node has kept it under this name since its first versions. */
function headerText(message: http.OutgoingMessage): string | null {
  const header: unknown = Reflect.get(message, '_header')
  return typeof header === 'string' ? header : null
}

/** Node throws away the rest of a body nobody reads; how long it was then only its header tells. */
function wasDumped(message: http.IncomingMessage): boolean {
  return (
    Reflect.get(message, '_dumped') === true && message.headers['transfer-encoding'] !== undefined
  )
}
