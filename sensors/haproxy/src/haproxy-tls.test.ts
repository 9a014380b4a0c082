import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http2 from 'node:http2'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyOf, certificate, certificateKey } from '@weir/testkit/proxy'
import { behindHaproxy, patient } from './testing/setup.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weir-haproxy-tls-'))
  writeFileSync(join(folder, 'site.pem'), `${certificate}\n${certificateKey}\n`)
})
afterAll(() => rmSync(folder, { recursive: true }))

const options = {
  spoeConfig: patient,
  haproxyConfig: (published: string) =>
    published.replace(
      '"${WWW_BIND-127.0.0.1:8080}"',
      `"\${WWW_BIND}" ssl crt ${folder}/site.pem ca-file ${folder}/site.pem verify optional alpn h2,http/1.1`,
    ),
}
const client = { ca: certificate, servername: 'api.bank.test' }

describe('behind the TLS of HAProxy', () => {
  it('a client certificate is seen as other sensors write it', (context) =>
    behindHaproxy(
      context,
      (_request, response) => response.end('ok'),
      async ({ haproxy, seen }) => {
        const target = { port: haproxy.port, path: '/', agent: new https.Agent(), ...client }
        const own = { cert: certificate, key: certificateKey }
        const [answer] = await once(https.get({ ...target, ...own }), 'response')
        await bodyOf(answer)
        const [exchange] = await seen(1)
        expect(exchange?.tls).toEqual({
          sni: 'api.bank.test',
          version: 'TLSv1.3',
          client_cert: new X509Certificate(certificate).fingerprint256,
        })
      },
      options,
    ))

  it('HTTP/2 is seen as the requests it carries', (context) =>
    behindHaproxy(
      context,
      (request, response) => {
        request.pipe(response)
      },
      async ({ haproxy, seen }) => {
        const session = http2.connect(`https://127.0.0.1:${haproxy.port}`, client)
        const stream = session.request({
          ':method': 'POST',
          ':path': '/pay?to=DE89',
          ':authority': 'api.bank.test',
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
          tls: { alpn: 'h2' },
          request: { method: 'POST', url: '/pay?to=DE89', version: '2.0', truncated: false },
          response: { status: 200 },
        })
        expect(Buffer.from(exchange?.request?.body ?? []).toString()).toBe('{"amount":12}')
      },
      options,
    ))
})
