import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callLine, linesOfCalls, plainText } from '../testing/exchange-lines.ts'
import {
  type Answer,
  answerTo,
  type IngestUnderTest,
  ingestUnderTest,
  keyOfEdge,
  keyOfStaging,
} from '../testing/ingest-under-test.ts'

function numbered(seq: number, boot = 'boot'): Record<string, string> {
  return { 'weir-boot': boot, 'weir-seq': String(seq) }
}

/** Sum over all sensors of what waits. */
function waitingIn({ waiting }: IngestUnderTest): { received: number; held: number } {
  const total = { received: 0, held: 0 }
  for (const { received, held } of waiting.bySensor().values()) {
    total.received += received
    total.held += held
  }
  return total
}

function problem(status: number, title: string): object {
  return {
    status,
    headers: expect.objectContaining({ 'content-type': 'application/problem+json' }),
    body: expect.objectContaining({ status, title }),
  }
}

describe('a batch that is taken', () => {
  it('is answered 202 with the number of its lines, and waits for analysis', async () => {
    const ingest = await ingestUnderTest()
    const answer = await ingest.post(linesOfCalls(3))
    expect(answer).toMatchObject({ status: 202, body: { accepted: 3, rejected: [] } })
    expect(waitingIn(ingest)).toEqual({ received: 3, held: 3 })
    expect(ingest.waiting.first()?.content?.exchanges.map(({ id }) => id)).toEqual([
      'call-0',
      'call-1',
      'call-2',
    ])
  })
  it('may be empty, compressed, without a last line end, or have carriage returns', async () => {
    const ingest = await ingestUnderTest()
    const accepted = async (answer: Promise<Answer>): Promise<unknown> =>
      Object((await answer).body).accepted
    expect(await accepted(ingest.post(''))).toBe(0)
    expect(await accepted(ingest.post('\n\n'))).toBe(0)
    const coded = { 'content-encoding': 'gzip' }
    expect(await accepted(ingest.post(gzipSync(linesOfCalls(4)), coded))).toBe(4)
    expect(await accepted(ingest.post(linesOfCalls(2).trimEnd()))).toBe(2)
    expect(await accepted(ingest.post(linesOfCalls(2).replaceAll('\n', '\r\n')))).toBe(2)
    expect(await accepted(ingest.post(linesOfCalls(1), { 'content-type': 'text/plain' }))).toBe(1)
  })
  it('names ten bad lines at most by their numbers, counts all, and cites nothing of them', async () => {
    const ingest = await ingestUnderTest()
    const wrong = JSON.stringify(callLine(0, { ts: plainText, req: plainText }))
    const bad = Array.from({ length: 7 }, () => `{"${plainText}\n${wrong}\n\n`).join('')
    const answer = await ingest.post(`${linesOfCalls(2)}${bad}`)
    expect(answer).toMatchObject({ status: 202, body: { accepted: 2 } })
    const rejected: readonly { line: number; reason: string }[] = Object(answer.body).rejected
    expect(rejected.map(({ line }) => line)).toEqual([3, 4, 6, 7, 9, 10, 12, 13, 15, 16])
    expect(rejected[0]?.reason).toBe('not JSON')
    expect(rejected[1]?.reason).toMatch(/^ts: /)
    expect(JSON.stringify(answer.body)).not.toContain(plainText)
    expect(waitingIn(ingest)).toEqual({ received: 16, held: 2 })
    expect(ingest.waiting.bySensor().get('edge')?.droppedBy).toEqual(new Map([['malformed', 14]]))
  })
  it('counts a line that is larger than allowed as that, and takes the others', async () => {
    const ingest = await ingestUnderTest({ maxLineBytes: 1_000 })
    const large = JSON.stringify(callLine(9, { id: 'x'.repeat(1_000) }))
    const answer = await ingest.post(`${large}\n${linesOfCalls(1)}`)
    expect(answer.body).toEqual({
      accepted: 1,
      rejected: [{ line: 1, reason: 'larger than 1000 bytes' }],
    })
    expect(ingest.waiting.bySensor().get('edge')?.droppedBy).toEqual(new Map([['too-large', 1]]))
  })
})

describe('a batch that is sent again', () => {
  it('is answered 200 with its lines as repeated, and analysed once', async () => {
    const ingest = await ingestUnderTest()
    const first = await ingest.post(linesOfCalls(3), numbered(7))
    const second = await ingest.post(linesOfCalls(3), numbered(7))
    const older = await ingest.post(linesOfCalls(1), numbered(6))
    expect(first.status).toBe(202)
    expect(second).toMatchObject({ status: 200, body: { accepted: 0, rejected: [], repeated: 3 } })
    expect(older).toMatchObject({ status: 200, body: { repeated: 1 } })
    expect(waitingIn(ingest)).toEqual({ received: 7, held: 3 })
    expect(ingest.waiting.bySensor().get('edge')?.droppedBy).toEqual(new Map([['repeat', 4]]))
  })
  it('is a repeat also when it comes while the first is being taken', async () => {
    const ingest = await ingestUnderTest()
    const answers = await Promise.all(
      [1, 2, 3].map(() => ingest.post(linesOfCalls(5), numbered(1))),
    )
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([
      200, 200, 202,
    ])
    expect(waitingIn(ingest)).toEqual({ received: 15, held: 5 })
  })
  it('is no repeat after another start of the sensor, nor without a number', async () => {
    const ingest = await ingestUnderTest()
    await ingest.post(linesOfCalls(1), numbered(1, 'one'))
    expect((await ingest.post(linesOfCalls(1), numbered(1, 'two'))).status).toBe(202)
    expect((await ingest.post(linesOfCalls(1))).status).toBe(202)
    expect((await ingest.post(linesOfCalls(1))).status).toBe(202)
  })
  it('is no repeat when the first was not kept', async () => {
    const ingest = await ingestUnderTest()
    ingest.disk.failing.set('append', 'ENOSPC')
    expect((await ingest.post(linesOfCalls(2), numbered(1))).status).toBe(429)
    ingest.disk.failing.clear()
    ingest.advance(1_000)
    expect((await ingest.post(linesOfCalls(2), numbered(1))).status).toBe(202)
    expect(waitingIn(ingest)).toEqual({ received: 2, held: 2 })
  })
})

describe('a batch that is refused', () => {
  it('is answered 401 without a key that is known', async () => {
    const ingest = await ingestUnderTest()
    for (const authorization of [
      '',
      'Bearer',
      'Bearer nobody',
      `Basic ${keyOfEdge}`,
      'x'.repeat(9_000),
    ]) {
      const answer = await ingest.post(linesOfCalls(1), { authorization })
      expect(answer).toMatchObject(problem(401, 'Unknown sensor key'))
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })
  it('is answered 403 where the key is of another environment', async () => {
    const ingest = await ingestUnderTest()
    const answer = await ingest.post(linesOfCalls(1), { authorization: `Bearer ${keyOfStaging}` })
    expect(answer).toMatchObject(problem(403, 'Key of another environment'))
  })
  it('is answered 405 where it is no POST', async () => {
    const { port } = await ingestUnderTest()
    const response = await fetch(`http://127.0.0.1:${port}/v1/exchanges`)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
    expect(await response.json()).toMatchObject({ title: 'Only POST' })
  })
  it('is answered 415 where it is no lines or of an unknown coding', async () => {
    const ingest = await ingestUnderTest()
    expect(await ingest.post('a=b', { 'content-type': 'multipart/form-data' })).toMatchObject(
      problem(415, 'Not exchange lines'),
    )
    expect(await ingest.post('', { 'content-encoding': 'br' })).toMatchObject(
      problem(415, 'Unknown content coding'),
    )
  })
  it('is answered 400 where its number is unusable or its gzip damaged', async () => {
    const ingest = await ingestUnderTest()
    const unusable = [
      { 'weir-boot': 'boot' },
      { 'weir-seq': '1' },
      numbered(0),
      numbered(-1),
      numbered(1.5),
      numbered(1, 'a boot'),
      numbered(1, 'b'.repeat(65)),
      { 'weir-boot': ['one', 'two'], 'weir-seq': '1' },
    ]
    for (const headers of unusable) {
      expect(await ingest.post(linesOfCalls(1), headers)).toMatchObject(
        problem(400, 'Batch without a usable number'),
      )
    }
    const whole = gzipSync(linesOfCalls(3))
    for (const bytes of [whole.subarray(0, -9), Buffer.from(linesOfCalls(1)), Buffer.alloc(0)]) {
      expect(await ingest.post(bytes, { 'content-encoding': 'gzip' })).toMatchObject(
        problem(400, 'Damaged gzip'),
      )
    }
  })
  it('is answered 413 where it is larger than allowed, told or untold', async () => {
    const ingest = await ingestUnderTest({
      maxBodyBytes: 1_000,
      maxInflatedBytes: 2_000,
      maxLines: 3,
    })
    const told = ingest.post('x'.repeat(1_001))
    expect(await told).toMatchObject(problem(413, 'Batch too large'))
    const untold = ingest.begin({ 'transfer-encoding': 'chunked' })
    const answer = answerTo(untold)
    untold.end('x'.repeat(1_001))
    expect(await answer).toMatchObject(problem(413, 'Batch too large'))
    expect(await ingest.post('1\n2\n3\n4\n')).toMatchObject(problem(413, 'Too many lines'))
    expect((await ingest.post('1\n\n2\n\n3\n')).status).toBe(202)
  })
  it('costs no more than the limit where it is a gzip bomb', async () => {
    const ingest = await ingestUnderTest({ maxInflatedBytes: 200_000, inflightBytes: 200_000 })
    const bomb = gzipSync(Buffer.alloc(64_000_000, '\n'))
    expect(bomb.length).toBeLessThan(100_000)
    for (let time = 0; time < 3; time += 1) {
      expect(await ingest.post(bomb, { 'content-encoding': 'gzip' })).toMatchObject(
        problem(413, 'Batch too large'),
      )
    }
    // What the bombs held is given back.
    expect((await ingest.post(linesOfCalls(2))).status).toBe(202)
  })
  it('leaves nothing behind, whatever it was refused for', async () => {
    const ingest = await ingestUnderTest({ maxLines: 1 })
    await ingest.post(linesOfCalls(2))
    await ingest.post(linesOfCalls(1), { authorization: 'Bearer nobody' })
    await ingest.post(linesOfCalls(1), { 'content-encoding': 'gzip' })
    expect(waitingIn(ingest)).toEqual({ received: 0, held: 0 })
    expect(ingest.disk.files.size).toBe(0)
    expect(ingest.faults).toEqual([])
  })
})

describe('a batch that cannot be taken now', () => {
  it('is answered 408 when it does not arrive in time, and its connection is closed', async () => {
    const ingest = await ingestUnderTest({ timeoutMs: 100 })
    const slow = ingest.begin({ 'content-length': 1_000 })
    const answer = answerTo(slow)
    slow.write('{"ts":1')
    const closed = once(slow, 'close')
    expect(await answer).toMatchObject(problem(408, 'Too slow'))
    await closed
    expect((await ingest.post(linesOfCalls(1))).status).toBe(202)
  })
  it('is answered 429 while others fill the memory for incoming ones', async () => {
    const ingest = await ingestUnderTest({ inflightBytes: 1_000 })
    const first = ingest.begin({ 'content-length': 1_000 })
    const firstAnswer = answerTo(first)
    first.write(' '.repeat(600))
    let last: Answer | null = null
    const second = async (): Promise<number> => {
      last = await ingest.post(' '.repeat(600))
      return last.status
    }
    // Until the first part of the first has arrived there is room for the second.
    await expect.poll(second).toBe(429)
    expect(last).toMatchObject(problem(429, 'Too much at once'))
    expect(last).toMatchObject({ headers: { 'retry-after': '1' } })
    first.end(' '.repeat(400))
    expect((await firstAnswer).status).toBe(202)
    expect(await second()).toBe(202)
  })
  it('is answered 429 while the disk is full, with the time to wait, and taken again after it', async () => {
    const ingest = await ingestUnderTest()
    ingest.disk.failing.set('append', 'ENOSPC')
    const full = await ingest.post(linesOfCalls(1))
    expect(full).toMatchObject(problem(429, 'Spool full'))
    expect(full.headers['retry-after']).toBe('5')
    expect(full.body).toMatchObject({ detail: expect.stringContaining('ENOSPC') })
    ingest.disk.failing.clear()
    expect((await ingest.post(linesOfCalls(1))).status).toBe(429)
    ingest.advance(1_000)
    expect((await ingest.post(linesOfCalls(1))).status).toBe(202)
  })
  it('is answered 429 while more waits than the settings allow', async () => {
    const ingest = await ingestUnderTest({ spoolBytes: 1 })
    expect((await ingest.post(linesOfCalls(1))).status).toBe(202)
    const full = await ingest.post(linesOfCalls(1))
    expect(full).toMatchObject(problem(429, 'Spool full'))
    expect(full.body).toMatchObject({ detail: expect.stringContaining('spool.max_bytes') })
  })
  it('is answered 503 once the disk has failed', async () => {
    const ingest = await ingestUnderTest()
    ingest.disk.failing.set('append', 'EIO').set('remove', 'EIO')
    await ingest.post(linesOfCalls(1))
    ingest.disk.failing.clear()
    ingest.advance(60_000)
    const failed = await ingest.post(linesOfCalls(1))
    expect(failed).toMatchObject(problem(503, 'Spool failed'))
    expect(failed.headers['retry-after']).toBe('30')
  })
  it('is given up without a fault when its sender goes away, and its memory is given back', async () => {
    const ingest = await ingestUnderTest({ inflightBytes: 1_000 })
    const socket = connect(ingest.port, '127.0.0.1')
    const closed = once(socket, 'close')
    socket.write(
      `POST /v1/exchanges HTTP/1.1\r\nhost: weir\r\nauthorization: Bearer ${keyOfEdge}\r\ncontent-length: 999\r\n\r\n${' '.repeat(900)}`,
    )
    socket.resume().end()
    await closed
    expect((await ingest.post(' '.repeat(990))).status).toBe(202)
    expect(ingest.faults).toEqual([])
  })
})

const anyLine = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constant(JSON.stringify(callLine(1))),
  fc.constant(''),
  fc
    .record({ ts: fc.oneof(fc.double(), fc.string()), req: fc.object({ maxDepth: 2 }) })
    .map((line) => JSON.stringify(line)),
)
const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.array(anyLine, { maxLength: 20 }).map((lines) => Buffer.from(lines.join('\n'))),
)

describe('a batch of any bytes', () => {
  it('is answered, and received is accepted and rejected together', async () => {
    const ingest = await ingestUnderTest()
    let accepted = 0
    let received = 0
    await fc.assert(
      fc.asyncProperty(anyBody, fc.constantFrom('plain', 'gzip', 'not gzip'), async (body, how) => {
        const sent = how === 'gzip' ? gzipSync(body) : body
        const answer = await ingest.post(
          sent,
          how === 'plain' ? {} : { 'content-encoding': 'gzip' },
        )
        expect(answer.status).toBe(how === 'not gzip' ? 400 : 202)
        const now = waitingIn(ingest)
        if (answer.status === 202) {
          const taken: { accepted: number; rejected: unknown[] } = Object(answer.body)
          const lines = linesIn(body)
          accepted += taken.accepted
          received += lines
          expect(taken.rejected).toHaveLength(Math.min(10, lines - taken.accepted))
        }
        expect(now).toEqual({ received, held: accepted })
      }),
      { numRuns: 150 },
    )
    expect(ingest.faults).toEqual([])
  })
})

/** Lines with something on them, counted without the code under test. */
function linesIn(body: Buffer): number {
  return body
    .toString('latin1')
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    .filter((line) => line !== '').length
}
