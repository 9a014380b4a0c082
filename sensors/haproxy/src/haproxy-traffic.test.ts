import http from 'node:http'
import { expect, it } from 'vitest'
import { bodyFor, call, faultOf, halfLoad, numberedService, type Send } from '@weir/testkit/proxy'
import { behindHaproxy, patient } from './testing/setup.ts'

const requests = 10_000
const warmUp = 1_500
const all = warmUp + requests
/** A buffer of HAProxy's, less its reserve and the headers; less again where a character was cut. */
const leastBytes = 64 * 1024 - 3_000

it(
  'shows every one of 10,000 exchanges at half of what it can take, with the bytes that passed',
  { timeout: 180_000 },
  (context) =>
    behindHaproxy(
      context,
      numberedService,
      async ({ haproxy, agent, seen }) => {
        const client = new http.Agent({ keepAlive: true, maxSockets: 500 })
        const send: Send = async (number) => {
          const options = { method: 'POST', agent: client }
          const reply = await call(`${haproxy.url}/things/${number}`, options, [bodyFor(number, 1)])
          expect(reply.status).toBe(200)
          expect(reply.body.equals(bodyFor(number, 2))).toBe(true)
        }
        await halfLoad(send, warmUp, requests)
        const exchanges = await seen(all)
        expect(exchanges.map((one) => faultOf(one, leastBytes)).find(Boolean)).toBeUndefined()
        expect(new Set(exchanges.map(({ request }) => request?.url)).size).toBe(all)
        expect(new Set(exchanges.map(({ id }) => id)).size).toBe(all)
        await agent.flush()
        expect(agent.balance()).toMatchObject({
          observed: all,
          sent: all,
          dropped: 0,
          queued: 0,
        })
        expect(agent.load()).toMatchObject({ exchanges: 0, bytes: 0, backlog: 0, unmatched: 0 })
        client.destroy()
      },
      // The hub of this test shares its process with everybody else and falls behind.
      { spoeConfig: patient, agent: { limits: { queueBytes: 1e9, queueLines: all } } },
    ),
)
