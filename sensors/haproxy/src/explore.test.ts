import { appendFileSync } from 'node:fs'
const say = (...a: unknown[]) => appendFileSync('/tmp/hx/out', a.map((x) => typeof x === 'object' ? JSON.stringify(x) : String(x)).join(' ') + '\n')
import { it } from 'vitest'
import { call } from './testing/http-call.ts'
import { setUp } from './testing/setup.ts'

it('explores', async () => {
  const s = await setUp((q, r) => {
    const u = q.url
    if (u === '/cl') { r.writeHead(200, { 'content-length': 2 }); r.write('a'); setTimeout(() => r.end('b'), 300) }
    else if (u === '/chunk') { r.write('a'); r.end('b') }
    else if (u === '/chunk2') { r.write('a'); setTimeout(() => r.end('b'), 2) }
    else if (u === '/chunk100') { r.write('a'); setTimeout(() => r.end('b'), 100) }
    else if (u === '/hdr2') { r.flushHeaders(); setTimeout(() => r.end('b'), 2) }
    else if (u === '/204') r.writeHead(204).end()
    else { let n = 0; q.on('data', (d: Buffer) => { n += d.length }); q.on('end', () => r.end('got ' + n)) }
  })
  for (const u of ['/cl', '/chunk', '/chunk2', '/chunk100', '/hdr2', '/204', '/x']) {
    const t = performance.now()
    const reply = await call(s.haproxy.url + u)
    say(u, reply.status, reply.body.toString(), (performance.now() - t).toFixed(1))
  }
  await call(s.haproxy.url + '/post', { method: 'POST' }, ['hello'])
  await call(s.haproxy.url + '/postc', { method: 'POST' }, ['hello', 'again'])
  await call(s.haproxy.url + '/head', { method: 'HEAD' })
  await s.seen(10)
  for (const e of s.hub.exchanges) {
    const show = (p: { body: Uint8Array; bodySize: number; truncated: boolean } | null) => p && [Buffer.from(p.body).toString(), p.bodySize, p.truncated, ...(p as any).headers.keys()]
    say(e.id, e.durationMs, JSON.stringify(e.src), JSON.stringify(e.dst), e.request?.method, e.request?.url, show(e.request), e.response?.status, show(e.response))
  }
  say(s.agent.balance(), s.agent.load())
  await s.stop()
})
