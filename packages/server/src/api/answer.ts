import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { FileAnswer, Problem } from '@weir/schema/api'
import { WeirError } from '../weir-error.ts'
import type { ConsoleFile } from './console-files.ts'
import { problemOf } from './outcome.ts'

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer')
  if (problem.status === 503) void reply.header('retry-after', '1')
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem))
}

export function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html)
}

export function sendFile(
  reply: FastifyReply,
  file: ConsoleFile,
  headers: IncomingHttpHeaders,
): FastifyReply {
  void reply
    .header('etag', file.etag)
    .header('vary', 'accept-encoding')
    .header(
      'cache-control',
      file.isImmutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    )
  if (headers['if-none-match'] === file.etag) return reply.code(304).send()
  void reply.type(file.type)
  const isGzip = file.gzip !== null && /\bgzip\b/i.test(headers['accept-encoding'] ?? '')
  if (isGzip) void reply.header('content-encoding', 'gzip')
  return reply.send(isGzip ? file.gzip : file.body)
}

/** A file to save: its name comes from traffic or a person, and only harmless characters name one. */
export function sendText(
  reply: FastifyReply,
  { media_type: type, file, text }: FileAnswer,
): FastifyReply {
  const name = file.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_')
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
    .type(`${type}; charset=utf-8`)
    .send(text)
}

function tooLarge(mostBytes: number): Problem {
  return problemOf('BODY_TOO_LARGE', `A body has at most ${mostBytes / 1_024} KiB here.`)
}

const notJson = problemOf('MEDIA_TYPE_NOT_JSON', 'Send the body as `application/json`.')
const invalid = problemOf('REQUEST_INVALID', 'The request cannot be read: check its path and body.')
const ledgerAway = problemOf(
  'LEDGER_UNAVAILABLE',
  'Calls and the audit log cannot be read at this moment. Nothing is lost; ask again in a second.',
)
const internal = problemOf('INTERNAL', 'This is a bug in Weir. Its log says more.')

/** What a failure is to whoever asked; null where it is a bug. Never the error's own words. */
export function problemOfError(error: unknown, mostBodyBytes: number): Problem | null {
  if (error instanceof WeirError && error.code === 'LEDGER_UNAVAILABLE') return ledgerAway
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(mostBodyBytes)
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return notJson
  const status = 'statusCode' in error ? error.statusCode : null
  return typeof status === 'number' && status >= 400 && status < 500 ? invalid : null
}

export function bugProblem(): Problem {
  return internal
}
