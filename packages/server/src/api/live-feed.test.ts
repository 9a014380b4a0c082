import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type LiveEvent, liveEvent } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { apiUnderTest } from '../testing/api-under-test.ts'
import { emptyBalance } from '../testing/fake-hub.ts'
import { finding, incident } from '../testing/rows.ts'

interface Received {
  readonly id: string | null
  readonly event: LiveEvent
}

/** Reads events as a browser does; each is checked by the contract. */
async function* eventsOf(response: IncomingMessage): AsyncGenerator<Received> {
  let rest = ''
  for await (const chunk of response) {
    rest += String(chunk)
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (data === undefined) continue
      yield { id: /^id: (.*)$/m.exec(block)?.[1] ?? null, event: liveEvent.parse(JSON.parse(data)) }
    }
  }
}

async function next(events: AsyncGenerator<Received>): Promise<Received> {
  const { value, done } = await events.next()
  if (done === true) throw new Error('the feed ended')
  return value
}

describe('the live feed', () => {
  it('begins with the balance and tells findings, incidents and marks at once', async () => {
    const { open, hub } = await apiUnderTest()
    const response = await open('/api/v1/live')
    expect(response.headers['content-type']).toBe('text/event-stream')
    expect(response.headers['content-security-policy']).toContain("default-src 'none'")
    const events = eventsOf(response)
    expect((await next(events)).event.kind).toBe('balance')
    const found = finding({ id: 'f1' })
    hub.state.findings.set('f1', found)
    hub.tell({ kind: 'finding', finding: found, change: 'raised' })
    hub.tell({
      kind: 'incident',
      incident: incident({ id: 'i1', findings: ['f1'] }),
      change: 'began',
    })
    hub.tell({ kind: 'mark', epoch: 7 })
    expect((await next(events)).event).toMatchObject({ kind: 'finding', finding: { id: 'f1' } })
    expect((await next(events)).event).toMatchObject({ kind: 'incident', incident: { id: 'i1' } })
    expect((await next(events)).event).toEqual({ kind: 'mark', epoch: 7 })
    response.destroy()
  })
  it('tells the balance at most once a second, and only when it changed', async () => {
    const { open, hub, clock } = await apiUnderTest()
    const response = await open('/api/v1/live')
    const events = eventsOf(response)
    await next(events)
    clock.advance(5_000)
    hub.state.balance = { ...emptyBalance, received: 1, held: 1 }
    clock.advance(900)
    hub.state.balance = { ...emptyBalance, received: 2, held: 2 }
    clock.advance(5_000)
    hub.tell({ kind: 'mark', epoch: 1 })
    expect((await next(events)).event).toMatchObject({ kind: 'balance', balance: { received: 2 } })
    expect((await next(events)).event.kind).toBe('mark')
    response.destroy()
  })
  it('gives a client that comes back what it missed', async () => {
    const { open, hub } = await apiUnderTest()
    const first = await open('/api/v1/live')
    const events = eventsOf(first)
    await next(events)
    hub.tell({ kind: 'mark', epoch: 1 })
    const { id } = await next(events)
    first.destroy()
    hub.tell({ kind: 'mark', epoch: 2 })
    hub.tell({ kind: 'mark', epoch: 3 })
    const again = await open('/api/v1/live', { headers: { 'last-event-id': id ?? '' } })
    const missed = eventsOf(again)
    expect((await next(missed)).event).toEqual({ kind: 'mark', epoch: 2 })
    expect((await next(missed)).event).toEqual({ kind: 'mark', epoch: 3 })
    again.destroy()
  })
  it('lets a client go that does not read, counts it, and goes on for the others', async () => {
    const live = { mostClients: 2, bufferBytes: 65_536 }
    const { open, hub, ask } = await apiUnderTest({ live })
    const slow = await open('/api/v1/live')
    slow.on('error', () => undefined)
    slow.pause()
    const good = await open('/api/v1/live')
    let told = 0
    good.on('data', (chunk) => (told += String(chunk).split('event: finding').length - 1))
    const large = finding({ id: 'f1', why: 'x'.repeat(20_000) })
    const droppedNow = async (): Promise<boolean> =>
      (await ask('/metrics')).text.includes('weir_live_clients_dropped_total 1')
    let sent = 0
    while (sent < 5_000 && !(await droppedNow())) {
      hub.tell({ kind: 'finding', finding: large, change: 'evolved' })
      sent += 1
    }
    expect(await droppedNow()).toBe(true)
    while (told < sent) await once(good, 'data')
    expect((await ask('/metrics')).text).toContain('weir_live_clients 1')
    good.destroy()
  })
  it('takes so many clients and no more', async () => {
    const { open, ask } = await apiUnderTest({ live: { mostClients: 1, bufferBytes: 1_000_000 } })
    const first = await open('/api/v1/live')
    const answer = await ask('/api/v1/live')
    expect(answer.status).toBe(429)
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'TOO_MANY_STREAMS' })
    first.destroy()
  })
  it('sends a sign of life while nothing happens, and ends with the server', async () => {
    const { api, open, clock } = await apiUnderTest()
    const response = await open('/api/v1/live')
    let text = ''
    response.on('data', (chunk) => (text += String(chunk)))
    clock.advance(15_000)
    while (!text.includes('\n:\n\n')) await once(response, 'data')
    const ended = once(response, 'end')
    await api.close()
    await ended
  })
})
