import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import http2 from 'node:http2'
import https from 'node:https'
import { bodyOf, call, certificate, certificateKey } from '@weir/testkit/proxy'
import { describe, expect, it } from 'vitest'
import { listenerTls } from './testing/listener-tls.ts'
import { withPart } from './testing/envoy.ts'
import { behindEnvoy } from './testing/setup.ts'

const client = { ca: certificate, servername: 'api.bank.test' }
const fingerprint = new X509Certificate(certificate).fingerprint256

describe('behind the TLS of Envoy', () => {
  it('a client certificate is seen as other sensors write it, and JA4 as Envoy computes it', (context) =>
    behindEnvoy(
      context,
      (_request, response) => response.end('ok'),
      async ({ envoy, seen }) => {
        const target = { port: envoy.port, path: '/', agent: new https.Agent(), ...client }
        const own = { cert: certificate, key: certificateKey }
        const [answer] = await once(https.get({ ...target, ...own }), 'response')
        await bodyOf(answer)
        const [exchange] = await seen(1)
        expect(exchange?.tls).toEqual({
          sni: 'api.bank.test',
          version: 'TLSv1.3',
          ja4: expect.stringMatching(/^t13d\w{6}_[0-9a-f]{12}_[0-9a-f]{12}$/),
          client_cert: fingerprint,
        })
      },
      { config: listenerTls },
    ))

  it('HTTP/2 is seen as the requests it carries', (context) =>
    behindEnvoy(
      context,
      (request, response) => {
        request.pipe(response)
      },
      async ({ envoy, seen }) => {
        const session = http2.connect(`https://127.0.0.1:${envoy.port}`, client)
        const stream = session.request({
          ':method': 'POST',
          ':path': '/pay?to=DE89',
          ':authority': 'api.bank.test:8443',
        })
        stream.end('{"amount":12}')
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        await once(stream, 'end')
        session.close()
        expect(Buffer.concat(parts).toString()).toBe('{"amount":12}')
        const [exchange] = await seen(1)
        expect(exchange).toMatchObject({
          dst: { host: 'api.bank.test' },
          tls: { version: 'TLSv1.3' },
          request: { method: 'POST', url: '/pay?to=DE89', version: '2.0', truncated: false },
          response: { status: 200 },
        })
        expect(exchange?.request?.headers.get('host')).toEqual(['api.bank.test:8443'])
        expect(Buffer.from(exchange?.request?.body ?? []).toString()).toBe('{"amount":12}')
      },
      { config: listenerTls },
    ))

  it('the log says version and name, too', (context) =>
    behindEnvoy(
      context,
      (_request, response) => response.end('ok'),
      async ({ envoy, seen }) => {
        const target = { port: envoy.port, path: '/', agent: new https.Agent(), ...client }
        const [answer] = await once(https.get(target), 'response')
        await bodyOf(answer)
        const exchanges = await seen(2)
        for (const { tls } of exchanges) {
          expect(tls).toMatchObject({ sni: 'api.bank.test', version: 'TLSv1.3' })
        }
      },
      { config: (published) => withPart('log', listenerTls(published)) },
    ))
})

describe('a certificate that a proxy before Envoy saw', () => {
  const digits = fingerprint.replaceAll(':', '').toLowerCase()
  const forwarded = `By=spiffe://a.test/edge;Hash=${digits};Subject="CN=shop, O=Bank";URI=spiffe://a.test/shop`
  const config = (published: string): string =>
    published.replace(
      'use_remote_address: true',
      'use_remote_address: false\n                forward_client_cert_details: ALWAYS_FORWARD_ONLY',
    )

  const trusting: readonly (readonly [string, boolean])[] = [
    ['counts where it is trusted', true],
    ['counts for nothing where it is not', false],
  ]
  it.for(trusting)('%s', ([, trustsForwardedCertificate], context) =>
    behindEnvoy(
      context,
      (_request, response) => response.end('ok'),
      async ({ envoy, seen }) => {
        const headers = { 'x-forwarded-client-cert': forwarded, 'x-forwarded-for': '203.0.113.9' }
        await call(envoy.url, { headers })
        const [exchange] = await seen(1)
        const known = trustsForwardedCertificate
        expect(exchange?.tls?.client_cert).toBe(known ? fingerprint : undefined)
        expect(exchange?.src.spiffe).toBe(known ? 'spiffe://a.test/shop' : undefined)
        // Nobody gives himself another address.
        expect(exchange?.src.ip).toBe('127.0.0.1')
      },
      { config, agent: { trustsForwardedCertificate } },
    ),
  )
})
