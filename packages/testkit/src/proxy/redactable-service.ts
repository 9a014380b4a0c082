import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { bodyOf } from './http-call.ts'

const text = JSON.stringify({ items: [{ card: '4111', name: 'é' }], iban: 1, id: 7 })

/** What `redactableService` answers, and what is left of it where a decision redacts. */
export const redactable = {
  fields: ['items[].card', 'iban'],
  text,
  hidden: '{"items":[{"card":"redacted","name":"é"}],"iban":"redacted","id":7}',
  coded: gzipSync(text),
  broken: '{"iban":1',
  /** Longer than any door holds. */
  long: JSON.stringify({ iban: 'x'.repeat(1_100_000) }),
} as const

const json = { 'content-type': 'application/json' }

const answers: Readonly<Record<string, RequestListener>> = {
  '/length': (_request, response) =>
    response
      .writeHead(200, { ...json, etag: '"e"', 'content-length': Buffer.byteLength(text) })
      .end(text),
  '/chunked': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.shop+json; charset=utf-8' })
    response.write(text.slice(0, 20))
    setTimeout(() => response.end(text.slice(20)), 20)
  },
  /** What came of two fields of the request. */
  '/head': ({ headers }, response) =>
    response
      .writeHead(200, json)
      .end(JSON.stringify({ accepts: headers['accept-encoding'], tag: headers['weir-tag'] })),
  '/html': (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html', etag: '"e"' }).end(text),
  '/none': (_request, response) => response.writeHead(204, json).end(),
  '/coded': (_request, response) =>
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(redactable.coded),
  '/broken': (_request, response) => response.writeHead(200, json).end(redactable.broken),
  '/part': (_request, response) => response.writeHead(206, json).end(text),
  '/long': (_request, response) =>
    response
      .writeHead(200, { ...json, 'content-length': redactable.long.length })
      .end(redactable.long),
  '/longer': (_request, response) => {
    response.writeHead(200, json)
    for (let at = 0; at < redactable.long.length; at += 50_000) {
      response.write(redactable.long.slice(at, at + 50_000))
    }
    response.end()
  },
  '/echo': (request, response) => {
    void bodyOf(request).then((body) => response.writeHead(200, json).end(body))
  },
}

/** A service whose responses can be redacted, or cannot, each for a reason of its own, by path. */
export const redactableService: RequestListener = (request, response) => {
  const answer = answers[(request.url ?? '').split('?')[0] ?? '']
  if (answer === undefined) response.writeHead(404).end()
  else answer(request, response)
}
