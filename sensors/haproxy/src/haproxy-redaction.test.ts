import http, { type RequestListener } from 'node:http'
import { type Decide, pass } from '@weir/sensor'
import {
  type Centre,
  call,
  type Decided,
  faultsOfPassing,
  rawClient,
  redactable,
  redactableService,
  startCentre,
  whileDecided,
} from '@weir/testkit/proxy'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { hasHaproxyWithLua } from './testing/haproxy.ts'
import { behindHaproxy, patient, type Setup } from './testing/setup.ts'

const { fields, text, hidden } = redactable
const json = { 'content-type': 'application/json' }
/** As much as HAProxy holds of a body, and more once it is redacted: each number is an octet. */
const numbers = JSON.stringify({ iban: Array.from({ length: 25_000 }, () => 1) })
const near = JSON.stringify({ iban: 'x'.repeat(60_000), id: 7 })

/** What a test answers itself. */
let answered = (_response: http.ServerResponse): void => undefined

const service: RequestListener = (request, response) => {
  if (request.url === '/slow') answered(response)
  else if (request.url === '/near') response.writeHead(200, json).end(near)
  else if (request.url === '/numbers') response.writeHead(200, json).end(numbers)
  else redactableService(request, response)
}

let centre: Centre
beforeAll(async () => {
  if (hasHaproxyWithLua) centre = await startCentre()
})
afterAll(() => centre?.close())

type Asked = Setup & Decided

/** With a decision of a running centre in force that redacts. */
async function decided(
  context: TestContext,
  test: (asked: Asked) => Promise<void>,
  redacts = true,
): Promise<void> {
  if (!hasHaproxyWithLua) context.skip('needs haproxy')
  await behindHaproxy(
    context,
    service,
    (setup) => {
      const door = { state: setup.agent.door, url: setup.haproxy.url }
      const action = { kind: 'redact', fields }
      return whileDecided(centre, action, door, (asked) => test({ ...setup, ...asked }))
    },
    {
      redacts,
      spoeConfig: patient,
      agent: { url: centre.url, key: centre.key, door: true, redactsResponses: true },
    },
  )
}

describe('a response a decision redacts, at an HAProxy with the filter', () => {
  it('has values replaced wherever there are any, on one connection', (context) =>
    decided(context, async ({ ask, agent, passedOver }) => {
      for (const path of ['/length', '/chunked', '/length?again']) {
        const { body, headers } = await ask(path)
        expect(body.toString()).toBe(hidden)
        expect([headers.etag, headers['content-length']]).toEqual([undefined, undefined])
      }
      expect((await ask('/near')).body.toString()).toBe('{"iban":"redacted","id":7}')
      expect((await ask('/head')).body.toString()).toBe('{"accepts":"identity"}')
      expect((await ask('/length', {}, 'alice')).body.toString()).toBe(text)
      expect((await ask('/head', {}, 'alice')).body.toString()).toBe('{"accepts":"gzip"}')
      expect(passedOver()).toBe(0)
      expect(agent.door()?.unsupported).toBe(0)
    }))

  it('passes as it was where it cannot be redacted, and is counted', (context) =>
    decided(context, async (asked) => {
      const more = [['/numbers', numbers]] as const
      expect(await faultsOfPassing(asked, more)).toEqual([])
    }))

  it('is not waited for where it is a stream of events', (context) =>
    decided(context, async ({ haproxy, passedOver }) => {
      let end = (): unknown => undefined
      answered = (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
        end = () => response.end()
      }
      const ended = new Promise<void>((resolve, reject) => {
        const request = http.get(`${haproxy.url}/slow`, { auth: 'mallory:secret' }, (response) => {
          response.once('data', () => end())
          response.on('end', resolve)
        })
        request.on('error', reject)
      })
      await ended
      expect(passedOver()).toBe(0)
    }))

  it('passes to a client that knows no chunks, and is counted', (context) =>
    decided(context, async ({ haproxy, passedOver }) => {
      const client = rawClient(haproxy.port)
      client.write('GET /length HTTP/1.0\r\n')
      client.write(`authorization: Basic ${btoa('mallory:secret')}\r\n\r\n`)
      expect(await client.reads('"id":7}')).toMatch(/content-length: \d+[^]*"iban":1/)
      client.destroy()
      expect(passedOver()).toBe(1)
    }))

  it('passes without the filter, though the agent was told of one, and is counted', (context) =>
    decided(
      context,
      async ({ ask, passedOver }) => {
        const { body, headers } = await ask('/length')
        expect([body.toString(), headers.etag]).toEqual([text, '"e"'])
        expect(passedOver()).toBe(1)
      },
      false,
    ))
})

it('The sensor sees of a redacted response what the client gets', async (context) => {
  if (!hasHaproxyWithLua) context.skip('needs haproxy')
  const decide: Decide = () => ({ ...pass, redact: ['iban', 'items'] })
  await behindHaproxy(
    context,
    service,
    async ({ haproxy, seen }) => {
      const { body } = await call(`${haproxy.url}/length`)
      const [exchange] = await seen(1)
      expect(body.toString()).toContain('"iban":"redacted"')
      expect(Buffer.from(exchange?.response?.body ?? []).toString()).toBe(body.toString())
      expect(exchange?.response?.headers.get('etag')).toBeUndefined()
      expect(exchange?.response?.truncated).toBe(false)
    },
    { redacts: true, spoeConfig: patient, agent: { decide } },
  )
})

it('A response goes on as it was where the agent goes away while it is held', async (context) => {
  if (!hasHaproxyWithLua) context.skip('needs haproxy')
  const decide: Decide = () => ({ ...pass, redact: ['iban'] })
  await behindHaproxy(
    context,
    service,
    async ({ haproxy, agent }) => {
      const asked = new Promise<http.ServerResponse>((resolve) => {
        answered = resolve
      })
      const reply = call(`${haproxy.url}/slow`)
      const response = await asked
      response.writeHead(200, json).write(text.slice(0, 20))
      await agent.close(0)
      response.end(text.slice(20))
      expect((await reply).body.toString()).toBe(text)
    },
    { redacts: true, agent: { decide } },
  )
})
