import https from 'node:https'
import { describe, expect, it } from 'vitest'
import { certificate, certificateKey } from './testing/certificate.ts'
import { bodyOf, listen } from './testing/servers.ts'
import { watch } from './testing/watched.ts'

describe('node:https, watched', () => {
  it('is seen in clear from both sides, with what TLS tells', async () => {
    const watched = watch()
    const own = { key: certificateKey, cert: certificate }
    const server = https.createServer(
      { ...own, ca: certificate, requestCert: true, ALPNProtocols: ['http/1.1'] },
      (request, response) => {
        void bodyOf(request).then((body) => response.end(body))
      },
    )
    const { port, close } = await listen(server, 'https')
    const body = await new Promise<Buffer>((resolve, reject) => {
      const options = { ...own, ca: certificate, servername: 'api.bank.test', port }
      const request = https.request(
        { ...options, method: 'POST', host: '127.0.0.1', headers: { host: 'api.bank.test' } },
        (response) => {
          bodyOf(response).then(resolve, reject)
        },
      )
      request.on('error', reject)
      request.end('secret')
    })
    expect(body.toString()).toBe('secret')
    const seen = await watched.seen(2)
    for (const { request, response, tls, dst } of seen) {
      expect(Buffer.from(request?.body ?? []).toString()).toBe('secret')
      expect(Buffer.from(response?.body ?? []).toString()).toBe('secret')
      expect(tls).toMatchObject({ version: 'TLSv1.3', sni: 'api.bank.test' })
      expect(dst).toMatchObject({ host: 'api.bank.test', port })
    }
    const certificates = seen.map(({ vantage, tls }) => [vantage, typeof tls?.client_cert])
    expect(Object.fromEntries(certificates)).toEqual({ server: 'string', client: 'undefined' })
    await watched.close()
    await close()
  })
})
