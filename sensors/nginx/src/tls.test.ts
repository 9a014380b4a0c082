import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http2 from 'node:http2'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { certificate, certificateKey } from './testing/certificate.ts'
import { lua, missing, type Nginx } from './testing/nginx.ts'
import { bodyOf, freePort, listen, type Running } from './testing/servers.ts'
import { accept, testHub, type TestHub } from './testing/test-hub.ts'
import { startWatched } from './testing/watched-nginx.ts'

let folder: string
let hub: TestHub
let nginx: Nginx
let port: number

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

beforeAll(async () => {
  if (missing(lua) !== null) return
  folder = mkdtempSync(join(tmpdir(), 'weir-tls-'))
  writeFileSync(join(folder, 'server.pem'), certificate)
  writeFileSync(join(folder, 'server.key'), certificateKey)
  hub = await testHub()
  port = await freePort()
  nginx = await startWatched({
    hubUrl: hub.url,
    listen: `127.0.0.1:${port} ssl http2`,
    http: `
      ssl_certificate ${folder}/server.pem;
      ssl_certificate_key ${folder}/server.key;
      ssl_client_certificate ${folder}/server.pem;
      ssl_verify_client optional_no_ca;`,
    server: 'location / { return 200 answer; }',
  })
})

afterAll(async () => {
  await nginx?.close()
  await hub?.close()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

const options = { ca: certificate, servername: 'api.bank.test' }

describe('of a connection with TLS the nginx sensor tells', () => {
  it('name, version, protocol and the certificate of the client', async () => {
    const url = `https://127.0.0.1:${port}/certificate`
    const client = {
      ...options,
      cert: certificate,
      key: certificateKey,
      ALPNProtocols: ['http/1.1'],
    }
    await new Promise<void>((resolve, reject) => {
      const request = https.get(url, { ...client, agent: false }, (response) => {
        bodyOf(response).then(() => resolve(), reject)
      })
      request.on('error', reject)
    })
    const [exchange] = await hub.seen('/certificate')
    expect(exchange?.tls).toEqual({
      sni: 'api.bank.test',
      version: expect.stringMatching(/^TLSv1\.[23]$/),
      alpn: 'http/1.1',
      client_cert: new X509Certificate(certificate).fingerprint256,
    })
  })

  it('each stream of HTTP/2, repeated fields and all', async () => {
    const session = http2.connect(`https://127.0.0.1:${port}`, options)
    const ask = (path: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const stream = session.request({
          ':path': path,
          ':method': 'POST',
          'x-twice': ['1', '2'],
          'x-once': 'ä',
        })
        stream.on('error', reject)
        stream.on('close', resolve)
        stream.resume()
        stream.end('body')
      })
    await Promise.all([ask('/h2?a'), ask('/h2?b')])
    session.close()
    const seen = await hub.seen('/h2?', 2)
    expect(new Set(seen.map(({ conn }) => conn)).size).toBe(1)
    expect(seen[0]).toMatchObject({
      tls: { alpn: 'h2' },
      request: { method: 'POST', version: '2' },
      response: { status: 200, truncated: false },
    })
    expect(seen[0]?.request?.headers.get('x-twice')).toEqual(['1', '2'])
    expect(Buffer.from(seen[0]?.response?.body ?? []).toString()).toBe('answer')
  })
})

describe('the nginx sensor sends over TLS', () => {
  const secureHub = async (): Promise<Running & { readonly batches: string[] }> => {
    const batches: string[] = []
    const server = https.createServer(
      { cert: certificate, key: certificateKey },
      (request, response) => {
        bodyOf(request).then(
          (body) => {
            batches.push(body.toString())
            accept(response)
          },
          () => undefined,
        )
      },
    )
    return { ...(await listen(server)), batches }
  }

  it('to a hub whose certificate is not checked because the operator said so', async () => {
    const secure = await secureHub()
    const sender = await startWatched({
      hubUrl: `https://127.0.0.1:${secure.port}`,
      settings: 'ssl_verify = false',
      server: 'location / { return 200 answer; }',
    })
    await fetch(`${sender.url}/secure`)
    await expect.poll(() => secure.batches.join('')).toContain('/secure')
    await sender.close()
    await secure.close()
  })

  it('and to no hub whose certificate it cannot check', async () => {
    const secure = await secureHub()
    const sender = await startWatched({
      hubUrl: `https://127.0.0.1:${secure.port}`,
      server: 'location / { return 200 answer; }',
    })
    await fetch(`${sender.url}/unsafe`)
    await expect.poll(() => sender.errorLog()).toContain('the hub takes no exchanges')
    expect(secure.batches).toEqual([])
    await sender.close()
    await secure.close()
  })
})
