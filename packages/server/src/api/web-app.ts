import type { IncomingMessage } from 'node:http'
import { apiDocument, fileAnswer, type Problem, type Route, routes } from '@weir/schema/api'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Access } from './access/access.ts'
import { securityHeaders } from './access/security-headers.ts'
import { bugProblem, problemOfError, sendFile, sendPage, sendProblem, sendText } from './answer.ts'
import type { ConsoleFiles } from './console-files.ts'
import { decodeRequest } from './decode-request.ts'
import type { AnsweredRoute, Asker, Handler, Sources } from './handler.ts'
import { handlers } from './handlers/all.ts'
import type { LiveFeed } from './live-feed.ts'
import { problemOf } from './outcome.ts'
import { signInPage, withoutConsole } from './plain-page.ts'

export interface WebParts {
  readonly access: Access
  readonly files: ConsoleFiles | null
  readonly live: LiveFeed
  readonly metrics: Metrics
  readonly report: (error: unknown) => void
  readonly sources: Sources
}

const bodyLimit = 65_536
/** Ids of operations carry their template. */
const maxParamLength = 8_192
const openPaths = new Set(['/openapi.json'])

/** Who asks, of requests that were admitted. */
type Askers = WeakMap<IncomingMessage, Asker>

export function createWebApp(parts: WebParts): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit,
    routerOptions: { maxParamLength },
    frameworkErrors: (error, _request, reply) => {
      void reply.headers(securityHeaders)
      void sendProblem(reply, problemOfError(error, bodyLimit) ?? bugProblem())
    },
  })
  const askers: Askers = new WeakMap()
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', async (request, reply) => admit(parts, askers, request, reply))
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOfError(error, request.routeOptions.bodyLimit)
    if (problem === null) parts.report(error)
    return sendProblem(reply, problem ?? bugProblem())
  })
  app.setNotFoundHandler((request, reply) => sendNothingHere(request, reply))
  for (const id of Object.keys(handlers).filter(isAnswered))
    addRoute(app, id, handlers[id], parts, askers)
  addLive(app, parts)
  addPlainRoutes(app, parts)
  return app
}

/** Host, then link, then session or token: nothing is answered before. */
function admit(
  { access, sources }: WebParts,
  askers: Askers,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined {
  void reply.headers(securityHeaders)
  const now = sources.clock.now()
  const hostProblem = access.hostProblem(request.headers)
  if (hostProblem !== null) return sendProblem(reply, hostProblem)
  const path = pathOf(request)
  if (openPaths.has(path)) return undefined
  const token = tokenOf(path, request)
  const cookie = token === null ? null : access.redeem(token, now)
  if (cookie !== null) return signedIn(reply, cookie)
  const admission = access.admit(request.method, request.headers, now)
  if (admission.kind === 'admitted') {
    if (token !== null) return signedIn(reply, admission.cookie)
    askers.set(request.raw, admission.by)
    if (admission.cookie !== null) void reply.header('set-cookie', admission.cookie)
    return undefined
  }
  return turnAway(request, reply, token === null ? admission.problem : linkProblem)
}

const linkProblem = problemOf(
  'LINK_NOT_VALID',
  'The link was used already, or belongs to an earlier start.',
)

function turnAway(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const isPage = request.headers.accept?.includes('text/html') === true
  return isPage ? sendPage(reply, problem.status, signInPage) : sendProblem(reply, problem)
}

/** The address without its token, so that it stays in no history. */
function signedIn(reply: FastifyReply, cookie: string | null): FastifyReply {
  if (cookie !== null) void reply.header('set-cookie', cookie)
  return reply.header('cache-control', 'no-store').redirect('/', 303)
}

/** Null where the request is no link. */
function tokenOf(path: string, { method, query }: FastifyRequest): string | null {
  if (path !== '/' || method !== 'GET') return null
  if (typeof query !== 'object' || query === null || !('token' in query)) return null
  return typeof query.token === 'string' ? query.token : ''
}

function isAnswered(id: string): id is AnsweredRoute {
  return Object.hasOwn(handlers, id)
}

function addRoute<Id extends AnsweredRoute>(
  app: FastifyInstance,
  id: Id,
  handler: Handler<Id>,
  { sources }: WebParts,
  askers: Askers,
): void {
  const contract: Route = routes[id]
  app.route({
    method: contract.method,
    url: urlOf(contract),
    bodyLimit: contract.mostBodyBytes ?? bodyLimit,
    handler: async (request, reply) => {
      const { params, body } = request
      const decoded = decodeRequest(id, { params, body, query: queryOf(contract, request) })
      if ('problems' in decoded) {
        const detail = 'Correct what `problems` names; `/openapi.json` says what is taken.'
        return sendProblem(reply, problemOf('REQUEST_INVALID', detail, decoded.problems))
      }
      const by = askers.get(request.raw) ?? 'api-token'
      const outcome = await handler(decoded.asked, sources, by)
      if (!outcome.ok) return sendProblem(reply, outcome.problem)
      if (contract.answers === 'file') return sendText(reply, fileAnswer.parse(outcome.value))
      return reply
        .code(contract.status ?? 200)
        .header('cache-control', 'no-store')
        .type('application/json')
        .send(JSON.stringify(outcome.value))
    },
  })
}

/** A file that comes in several formats comes as `Accept` asks for, where the query says nothing. */
function queryOf({ query }: Route, { query: given, headers }: FastifyRequest): unknown {
  const isChoice = 'format' in query.shape && typeof given === 'object' && given !== null
  if (!isChoice || 'format' in given) return given
  return /\byaml\b/i.test(headers.accept ?? '') ? { ...given, format: 'yaml' } : given
}

/** OpenAPI has `{name}` where the router has `:name`. */
function urlOf({ path }: Route): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

function addLive(app: FastifyInstance, { live }: WebParts): void {
  app.route({
    method: 'GET',
    url: urlOf(routes.getLive),
    exposeHeadRoute: false,
    handler: (request, reply) => {
      const { raw } = reply
      const headers = { ...securityHeaders, ...streamHeaders }
      const lastId = request.headers['last-event-id']
      for (const [name, value] of Object.entries(headers)) raw.setHeader(name, value)
      if (!live.attach(raw, typeof lastId === 'string' ? lastId : null)) {
        for (const name of Object.keys(streamHeaders)) raw.removeHeader(name)
        const detail = 'As many as there may be watch already. Close one, or ask the lists instead.'
        return sendProblem(reply, problemOf('TOO_MANY_STREAMS', detail))
      }
      return reply.hijack()
    },
  })
}

const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const

function addPlainRoutes(app: FastifyInstance, { files, metrics, sources }: WebParts): void {
  const document = JSON.stringify(apiDocument(sources.version))
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(document))
  app.get('/metrics', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text()),
  )
  app.get('/*', (request, reply) => {
    const path = pathOf(request)
    if (files === null && path === '/') return sendPage(reply, 200, withoutConsole)
    const file = files?.find(path) ?? null
    return file === null ? sendNothingHere(request, reply) : sendFile(reply, file, request.headers)
  })
}

function pathOf(request: FastifyRequest): string {
  const at = request.url.indexOf('?')
  return at < 0 ? request.url : request.url.slice(0, at)
}

const patterns = Object.values<Route>(routes).map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
}))

function sendNothingHere(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = pathOf(request)
  const allowed = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
  if (allowed.length === 0) {
    return sendProblem(
      reply,
      problemOf('NOT_FOUND', 'Nothing is at this path; `/openapi.json` lists what is.'),
    )
  }
  const problem = problemOf('METHOD_NOT_ALLOWED', `Here ${allowed.join(' and ')} is taken.`)
  return sendProblem(reply.header('allow', allowed.join(', ')), problem)
}
