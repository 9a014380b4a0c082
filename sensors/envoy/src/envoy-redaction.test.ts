import http, { type RequestListener } from 'node:http'
import { type Decide, pass } from '@weir/sensor'
import {
  type Centre,
  call,
  type Decided,
  faultsOfPassing,
  redactable,
  redactableService,
  type Reply,
  startCentre,
  until,
  whileDecided,
} from '@weir/testkit/proxy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { envoyPath, waiting, withPart } from './testing/envoy.ts'
import { behindEnvoy, type Setup } from './testing/setup.ts'

const { text, hidden, long } = redactable
const numbers = JSON.stringify({ iban: Array.from({ length: 250_000 }, () => 1) })
const json = { 'content-type': 'application/json' }

/** What a test answers itself. */
let answered = (_response: http.ServerResponse): void => undefined

const service: RequestListener = (request, response) => {
  if (request.url === '/slow') answered(response)
  else if (request.url === '/numbers') response.writeHead(200, json).end(numbers)
  else redactableService(request, response)
}

/** On a busy machine nothing is given up: no part, and not the agent, which shares a thread with client and service. */
const patient = (config: string): string =>
  waiting(config)
    .replace('message_timeout: 0.2s', 'message_timeout: 30s')
    .replaceAll(/timeout: (0\.5s|1s)/g, 'timeout: 30s')

let centre: Centre
beforeAll(async () => {
  if (envoyPath !== null) centre = await startCentre()
})
afterAll(() => centre?.close())

type Asked = Setup & Decided

/** With this decision of a running centre in force. */
function decided(
  context: Parameters<typeof behindEnvoy>[0],
  action: object,
  test: (asked: Asked) => Promise<void>,
  config = patient,
): Promise<void> {
  return behindEnvoy(
    context,
    service,
    (setup) => {
      const door = { state: setup.agent.door, url: setup.envoy.url }
      return whileDecided(centre, action, door, (asked) => test({ ...setup, ...asked }))
    },
    { config, agent: { url: envoyPath === null ? '' : centre.url, key: centre?.key, door: true } },
  )
}

describe('a response a decision redacts, at an Envoy that waits', () => {
  const redact = { kind: 'redact', fields: redactable.fields }

  it('has values replaced wherever there are any, on one connection', (context) =>
    decided(context, redact, async ({ ask, passedOver }) => {
      for (const path of ['/length', '/chunked', '/length?again']) {
        const { body, headers } = await ask(path)
        expect(body.toString()).toBe(hidden)
        expect(headers.etag).toBeUndefined()
        expect([undefined, String(body.length)]).toContain(headers['content-length'])
      }
      const { iban } = JSON.parse((await ask('/numbers')).body.toString())
      // Not as one: what differs would be told for minutes.
      expect([iban.length, new Set(iban)]).toEqual([250_000, new Set(['redacted'])])
      expect((await ask('/head')).body.toString()).toBe('{"accepts":"identity"}')
      expect((await ask('/length', {}, 'alice')).body.toString()).toBe(text)
      expect((await ask('/head', {}, 'alice')).body.toString()).toBe('{"accepts":"gzip"}')
      expect(passedOver()).toBe(0)
    }))

  it('passes as it was where it cannot be redacted, and is counted', (context) =>
    decided(context, redact, async (asked) => {
      expect(await faultsOfPassing(asked)).toEqual([])
    }))

  it('goes on as it was once it is longer than is held: its beginning comes before it ends', (context) =>
    decided(context, redact, async ({ ask, envoy, passedOver }) => {
      let end = (): unknown => undefined
      answered = (response) => {
        response.writeHead(200, json).write(long)
        end = () => response.end('{}')
      }
      const parts: Buffer[] = []
      const ended = new Promise<void>((resolve, reject) => {
        const request = http.get(`${envoy.url}/slow`, { auth: 'mallory:secret' }, (response) => {
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('end', resolve)
        })
        request.on('error', reject)
      })
      await until(() => parts.length > 0, 'the beginning arrives')
      expect(passedOver()).toBe(1)
      end()
      await ended
      expect(Buffer.concat(parts).toString() === `${long}{}`).toBe(true)
      expect((await ask('/length')).body.toString()).toBe(hidden)
    }))

  it('passes where the agent goes while it is held', (context) =>
    decided(context, redact, async ({ ask, agent, passedOver }) => {
      const asked = new Promise<http.ServerResponse>((resolve) => {
        answered = resolve
      })
      const reply = ask('/slow')
      const response = await asked
      const { bytes } = agent.load()
      response.writeHead(200, json).write(text.slice(0, 20))
      await until(() => agent.load().bytes > bytes, 'the agent has the head')
      await agent.close()
      response.end(text.slice(20))
      expect((await reply).body.toString()).toBe(text)
      expect(passedOver()).toBe(1)
    }))

  it('passes where Envoy only asks whether the request may, and is counted', (context) =>
    decided(
      context,
      redact,
      async ({ ask, passedOver }) => {
        expect((await ask('/length')).body.toString()).toBe(text)
        expect(passedOver()).toBe(1)
      },
      (config) => withPart('door', config).replace('0.05s', '5s'),
    ))
})

describe.each([
  ['ext_proc', patient],
  ['ext_authz', (config: string) => withPart('door', config).replace('0.05s', '5s')],
])('a tag given by %s', (_name, config) => {
  it('reaches the service, and no other does', (context) =>
    decided(
      context,
      { kind: 'tag', name: 'watched' },
      async ({ ask }) => {
        const headers = { 'weir-tag': 'mine' }
        const [tagged, other] = [
          await ask('/head', { headers }),
          await ask('/head', { headers }, 'alice'),
        ]
        expect(JSON.parse(tagged.body.toString())).toMatchObject({ tag: 'watched' })
        expect(JSON.parse(other.body.toString())).not.toHaveProperty('tag')
      },
      config,
    ))
})

describe('what the sensor sees', () => {
  const decide: Decide = ({ request: { url } }) => {
    if (url.startsWith('/echo?asked')) return { ...pass, captureBytes: 1_048_576 }
    return url === '/length' ? { ...pass, redact: ['iban', 'items'] } : pass
  }

  it('of a redacted response is what the client gets', (context) =>
    behindEnvoy(
      context,
      service,
      async ({ envoy, seen }) => {
        const { body } = await call(`${envoy.url}/length`)
        const [exchange] = await seen(1)
        expect(body.toString()).toContain('"iban":"redacted"')
        expect(Buffer.from(exchange?.response?.body ?? []).toString()).toBe(body.toString())
        expect(exchange?.response?.headers.get('etag')).toBeUndefined()
      },
      { config: patient, agent: { decide } },
    ))

  it('of what is asked for are whole bodies, whatever is kept and sampled otherwise', (context) =>
    behindEnvoy(
      context,
      service,
      async ({ envoy, agent, seen }) => {
        const sent = 'y'.repeat(300_000)
        const post = (path: string): Promise<Reply> =>
          call(`${envoy.url}${path}`, { method: 'POST' }, [sent.slice(0, 9), sent.slice(9)])
        expect((await post('/echo')).body.toString() === sent).toBe(true)
        expect((await post('/echo?asked')).body.toString() === sent).toBe(true)
        const exchanges = await seen(1)
        expect(exchanges.map(({ request }) => request?.url)).toEqual(['/echo?asked'])
        for (const message of [exchanges[0]?.request, exchanges[0]?.response]) {
          expect(Buffer.from(message?.body ?? []).toString() === sent).toBe(true)
          expect(message?.truncated).toBe(false)
        }
        expect(agent.balance().droppedBy.sampled).toBe(1)
      },
      { config: patient, agent: { decide, sampleRate: 0 } },
    ))
})
