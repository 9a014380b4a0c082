import http from 'node:http'
import {
  bodyFor,
  faultOf,
  halfLoad,
  numberedService,
  numberOf,
  type Send,
} from '@weir/testkit/proxy'
import express from 'express'
import Fastify from 'fastify'
import { expect, it } from 'vitest'
import { call, listen } from './testing/servers.ts'
import { watch } from './testing/watched.ts'

const warmUp = 1_000
const requests = 10_000
const all = warmUp + requests
/** Up to three bytes less where a character was cut. */
const leastBytes = 64 * 1024 - 3

type Serve = () => Promise<http.Server>

/** Each answers with the body for its number; 500 where what came is not what was sent. */
const servers: readonly (readonly [string, Serve])[] = [
  ['node:http', () => Promise.resolve(http.createServer(numberedService))],
  [
    'Express',
    () => {
      const app = express()
      app.use(express.raw({ type: () => true, limit: '1mb' }))
      app.post('/things/:number', ({ url, body }, response) => {
        const sent: unknown = body
        const isWhole = isBody(sent, bodyFor(numberOf(url), 1))
        response.status(isWhole ? 200 : 500).send(bodyFor(numberOf(url), 2))
      })
      return Promise.resolve(http.createServer(app))
    },
  ],
  [
    'Fastify',
    async () => {
      const app = Fastify()
      app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
        done(null, body)
      })
      app.post('/things/:number', ({ url, body }, reply) =>
        reply
          .status(isBody(body, bodyFor(numberOf(url), 1)) ? 200 : 500)
          .send(bodyFor(numberOf(url), 2)),
      )
      await app.ready()
      return app.server
    },
  ],
]

/** Express makes nothing of a body that is empty. */
function isBody(got: unknown, sent: Buffer): boolean {
  return Buffer.isBuffer(got) ? got.equals(sent) : sent.length === 0
}

it.each(servers)(
  'shows every one of 10,000 exchanges of %s at half of what it can take, with the bytes that passed',
  { timeout: 120_000 },
  async (_name, serve) => {
    const watched = watch({ limits: { queueBytes: 1e9, queueLines: 3 * all } })
    const { url, close } = await listen(await serve())
    const agent = new http.Agent({ keepAlive: true, maxSockets: 500 })
    const headers = { 'content-type': 'application/octet-stream' }
    const send: Send = async (number) => {
      const options = { method: 'POST', agent, headers }
      const reply = await call(`${url}/things/${number}`, options, [bodyFor(number, 1)])
      expect(reply.status).toBe(200)
      expect(reply.body.equals(bodyFor(number, 2))).toBe(true)
    }
    await halfLoad(send, warmUp, requests)
    // The client is in this process, too, and is shown as well.
    const exchanges = await watched.seenFrom('server', 2 * all)
    expect(new Set(exchanges.map(({ request }) => request?.url)).size).toBe(all)
    expect(exchanges).toHaveLength(all)
    expect(exchanges.map((one) => faultOf(one, leastBytes)).find(Boolean)).toBeUndefined()
    expect(watched.sensor.balance()).toMatchObject({ observed: 2 * all, dropped: 0 })
    agent.destroy()
    await close()
    await watched.close()
  },
)
