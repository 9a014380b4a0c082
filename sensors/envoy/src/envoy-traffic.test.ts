import http from 'node:http'
import { expect, it } from 'vitest'
import {
  bodyFor,
  call,
  faultOf,
  halfLoad,
  numberedService,
  type Send,
  until,
} from '@weir/testkit/proxy'
import { behindEnvoy } from './testing/setup.ts'

const requests = 10_000
const warmUp = 1_500
/** Up to three bytes less where a character was cut. */
const leastBytes = 64 * 1024 - 3

it(
  'shows every one of 10,000 exchanges at half of what it can take, with the bytes that passed',
  { timeout: 180_000 },
  (context) =>
    behindEnvoy(
      context,
      numberedService,
      async ({ envoy, agent, seen }) => {
        // Below what Envoy lets one service have at once by default.
        const client = new http.Agent({ keepAlive: true, maxSockets: 500 })
        const send: Send = async (number) => {
          const options = { method: 'POST', agent: client }
          const reply = await call(`${envoy.url}/things/${number}`, options, [bodyFor(number, 1)])
          expect(reply.status).toBe(200)
          expect(reply.body.equals(bodyFor(number, 2))).toBe(true)
        }
        await halfLoad(send, warmUp, requests)
        const all = warmUp + requests
        const exchanges = await seen(all)
        expect(exchanges.map((one) => faultOf(one, leastBytes)).find(Boolean)).toBeUndefined()
        expect(new Set(exchanges.map(({ request }) => request?.url)).size).toBe(all)
        expect(new Set(exchanges.map(({ id }) => id)).size).toBe(all)
        await agent.flush()
        expect(agent.balance()).toMatchObject({ observed: all, sent: all, dropped: 0, queued: 0 })
        await until(() => agent.load().calls === 0, 'every call is over')
        expect(agent.load()).toMatchObject({ exchanges: 0, bytes: 0, backlog: 0, faults: 0 })
        client.destroy()
      },
      // The hub of this test shares its process with everybody else and falls behind.
      { agent: { limits: { queueBytes: 1e9, queueLines: warmUp + requests } } },
    ),
)
