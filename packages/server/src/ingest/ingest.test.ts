import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BatchFrame } from '../spool/frame-codec.ts'
import { exchangeText, exchangeTexts } from '../testing/exchange-lines.ts'
import {
  foreignKey,
  type IngestUnderTest,
  ingestUnderTest,
  otherSensorKey,
  smallLimits,
} from '../testing/ingest-under-test.ts'
import { linesOf } from './read-lines.ts'

const gzip = { 'content-encoding': 'gzip' }
const problemType = 'application/problem+json'

function numbered(seq: number, boot = 'boot-1'): Readonly<Record<string, string>> {
  return { 'weir-boot': boot, 'weir-seq': String(seq) }
}

async function batches({ frames }: IngestUnderTest): Promise<readonly BatchFrame[]> {
  return (await frames()).flatMap((frame) => (frame.kind === 'batch' ? [frame] : []))
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

describe('a batch', () => {
  it('is answered 202 once it is in the spool and in line, octet for octet', async () => {
    const ingest = await ingestUnderTest()
    const text = exchangeTexts(3)
    const answer = await ingest.send(text, {
      ...numbered(7),
      'user-agent': 'weir-sensor-node/0.1.0 node/20',
      'weir-observed': '12',
      'weir-sent': '5',
      'weir-dropped': '2',
      'weir-dropped-by': 'sampled=2',
    })
    expect(answer).toMatchObject({ status: 202, value: { accepted: 3, rejected: [] } })
    expect(answer.headers['content-type']).toBe('application/json')
    const [frame] = await batches(ingest)
    expect(frame).toMatchObject({
      sensor: 'edge-node',
      boot: 'boot-1',
      seq: 7,
      arrivalMs: 1_000_000,
      accepted: 3,
      rejected: {},
      own: { observed: 12, sent: 5, dropped: 2, droppedBy: 'sampled=2' },
      agent: 'weir-sensor-node/0.1.0',
    })
    expect(Buffer.from(frame?.lines ?? []).toString()).toBe(text)
    expect(ingest.waiting.first()?.content?.exchanges.map(({ id }) => id)).toEqual([
      'x0',
      'x1',
      'x2',
    ])
  })
  it('is the same with gzip', async () => {
    const ingest = await ingestUnderTest()
    const text = exchangeTexts(3)
    expect(await ingest.send(gzipSync(text), gzip)).toMatchObject({ status: 202 })
    const [frame] = await batches(ingest)
    expect(Buffer.from(frame?.lines ?? []).toString()).toBe(text)
  })
  it('may be empty: the sensor lives', async () => {
    const ingest = await ingestUnderTest()
    expect(await ingest.send('', numbered(1))).toMatchObject({
      status: 202,
      value: { accepted: 0 },
    })
    expect(await ingest.send(gzipSync(''), { ...gzip, ...numbered(2) })).toMatchObject({
      status: 202,
    })
    expect(await batches(ingest)).toHaveLength(2)
    expect(ingest.inbox.isMarkDue()).toBe(false)
  })
  it('does not fail by bad lines: they are named by number and left out', async () => {
    const ingest = await ingestUnderTest()
    const lines = [
      exchangeText(0),
      '',
      '{"ts":',
      '[]',
      exchangeText(1),
      exchangeText(2, { ts: -1 }),
    ]
    const large = exchangeText(3, { conn: 'x'.repeat(smallLimits.maxLineBytes) })
    const { status, value } = await ingest.send([...lines, large].join('\r\n'))
    expect({ status, ...value }).toEqual({
      status: 202,
      accepted: 2,
      rejected: [
        { line: 3, reason: 'not JSON' },
        { line: 4, reason: expect.stringContaining('line: ') },
        { line: 6, reason: expect.stringContaining('ts: ') },
        { line: 7, reason: 'larger than 2048 bytes' },
      ],
    })
    const [frame] = await batches(ingest)
    expect(frame).toMatchObject({ accepted: 2, rejected: { malformed: 3, 'too-large': 1 } })
    expect(Buffer.from(frame?.lines ?? []).toString()).toBe(
      `${exchangeText(0)}\n${exchangeText(1)}\n`,
    )
  })
  it('lists ten bad lines and counts all', async () => {
    const ingest = await ingestUnderTest()
    const { value } = await ingest.send('no\n'.repeat(25))
    expect(value).toMatchObject({ accepted: 0, rejected: { length: 10 } })
    expect((await batches(ingest))[0]?.rejected).toEqual({ malformed: 25 })
  })
})

describe('a batch that is sent again', () => {
  it('is answered 200 with the number of its lines, and is counted as a repeat', async () => {
    const ingest = await ingestUnderTest()
    await ingest.send(exchangeTexts(3), numbered(4))
    for (const seq of [4, 3]) {
      expect(await ingest.send(exchangeTexts(3), numbered(seq))).toMatchObject({
        status: 200,
        value: { accepted: 0, rejected: [], repeated: 3 },
      })
    }
    expect((await ingest.frames()).map(({ kind }) => kind)).toEqual(['batch', 'repeat', 'repeat'])
  })
  it('is none with a higher number, after another start, or from another sensor', async () => {
    const ingest = await ingestUnderTest()
    const statuses: number[] = []
    for (const headers of [
      numbered(4),
      numbered(9),
      numbered(4, 'boot-2'),
      { ...numbered(4), authorization: `Bearer ${otherSensorKey}` },
    ]) {
      statuses.push((await ingest.send(exchangeTexts(1), headers)).status)
    }
    expect(statuses).toEqual([202, 202, 202, 202])
  })
  it('is taken once also when both arrive at the same time', async () => {
    const ingest = await ingestUnderTest()
    const answers = await Promise.all(
      [1, 2, 3].map(() => ingest.send(exchangeTexts(5), numbered(1))),
    )
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(['200', '200', '202'])
    expect(await batches(ingest)).toHaveLength(1)
  })
  it('cannot be told without a number', async () => {
    const ingest = await ingestUnderTest()
    await ingest.send(exchangeTexts(1))
    expect((await ingest.send(exchangeTexts(1))).status).toBe(202)
  })
  it('is none when the first was refused by the disk', async () => {
    const ingest = await ingestUnderTest()
    ingest.files.room = 0
    expect((await ingest.send(exchangeTexts(1), numbered(1))).status).toBe(429)
    ingest.files.room = Number.POSITIVE_INFINITY
    ingest.clock.nowMs += 1_000
    expect((await ingest.send(exchangeTexts(1), numbered(1))).status).toBe(202)
  })
})

describe('a batch that is refused', () => {
  it.each([
    ['401 without a key', { authorization: '' }, 401],
    ['401 with a key nobody has', { authorization: 'Bearer weir_sensor_of-nobody' }, 401],
    ['401 with another scheme', { authorization: 'Basic d2VpcjpzZW5zb3I=' }, 401],
    ['401 with a key of impossible length', { authorization: `Bearer ${'x'.repeat(4_000)}` }, 401],
    ['403 with a key of another environment', { authorization: `Bearer ${foreignKey}` }, 403],
    ['415 as another type', { 'content-type': 'text/html; charset=utf-8' }, 415],
    ['415 with another coding', { 'content-encoding': 'br' }, 415],
    ['400 with a number that is none', { 'weir-boot': 'b', 'weir-seq': '0' }, 400],
    ['400 with a name that is none', { 'weir-boot': 'a b', 'weir-seq': '1' }, 400],
    ['400 with half a number', { 'weir-boot': 'b' }, 400],
    ['400 with gzip that is none', gzip, 400],
    ['413 with more octets than it may have', { 'content-length': '65537' }, 413],
  ] as const)('%s leaves nothing behind', async (_title, headers, status) => {
    const ingest = await ingestUnderTest()
    const size = status === 413 ? smallLimits.maxBodyBytes + 1 : 100
    const answer = await ingest.send(Buffer.alloc(size, 'x'), headers)
    expect(answer).toMatchObject({ status, value: { status, type: 'about:blank' } })
    expect(answer.headers['content-type']).toBe(problemType)
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined)
    expect(JSON.stringify(answer.value)).not.toContain('weir_sensor_of')
    expect(await ingest.frames()).toEqual([])
    expect(ingest.faults).toEqual([])
  })
  it.each(['GET', 'PUT', 'DELETE'])('405 by %s names what is taken', async (method) => {
    const answer = await (await ingestUnderTest()).send('', {}, method)
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe('POST')
  })
  it('413 as it grows too large, when it did not say how large it is', async () => {
    const ingest = await ingestUnderTest()
    const { request, answer } = ingest.open({ 'transfer-encoding': 'chunked' })
    for (let part = 0; part < 5; part += 1) request.write(Buffer.alloc(16_384, 'x'))
    expect((await answer).status).toBe(413)
    request.end()
    expect(await ingest.frames()).toEqual([])
  })
  it('413 with more lines than it may have', async () => {
    const ingest = await ingestUnderTest()
    expect((await ingest.send('{}\n'.repeat(smallLimits.maxLines))).status).toBe(202)
    expect((await ingest.send('{}\n'.repeat(smallLimits.maxLines + 1))).status).toBe(413)
  })
  it('413 as a gzip bomb, which costs no more than the limit and leaves room for others', async () => {
    const ingest = await ingestUnderTest()
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(smallLimits.maxBodyBytes)
    const answers = await Promise.all([1, 2, 3, 4].map(() => ingest.send(bomb, gzip)))
    for (const { status } of answers) expect([413, 429]).toContain(status)
    const whole = Buffer.alloc(smallLimits.maxInflatedBytes, '\n')
    expect((await ingest.send(gzipSync(whole), gzip)).status).toBe(202)
  })
  it('400 with gzip that breaks off', async () => {
    const ingest = await ingestUnderTest()
    const whole = gzipSync(exchangeTexts(9))
    expect((await ingest.send(whole.subarray(0, whole.length - 9), gzip)).status).toBe(400)
    expect((await ingest.send(whole, gzip)).status).toBe(202)
  })
  it('408 when it does not arrive in time, and the connection ends', async () => {
    const ingest = await ingestUnderTest({ limits: { timeoutMs: 60 } })
    const { request, answer } = ingest.open({ 'content-length': '100' })
    request.write('{')
    const { status, headers } = await answer
    expect({ status, connection: headers.connection }).toEqual({ status: 408, connection: 'close' })
    expect(await ingest.frames()).toEqual([])
  })
  it('429 when others fill the memory, and taken when they are done', async () => {
    const ingest = await ingestUnderTest({ limits: { inflightBytes: 50_000 } })
    const { request, answer } = ingest.open({ 'transfer-encoding': 'chunked' })
    const blanks = Buffer.alloc(40_000, '\n')
    request.write(blanks)
    await expect.poll(async () => (await ingest.send(blanks)).status).toBe(429)
    expect((await ingest.send(blanks)).headers['retry-after']).toBe('1')
    request.end()
    expect((await answer).status).toBe(202)
    expect((await ingest.send(blanks)).status).toBe(202)
  })
  it('gives its memory back when its sender goes away', async () => {
    const ingest = await ingestUnderTest({ limits: { inflightBytes: 50_000 } })
    const { request, answer } = ingest.open({ 'transfer-encoding': 'chunked' })
    const blanks = Buffer.alloc(40_000, '\n')
    request.write(blanks)
    await expect.poll(async () => (await ingest.send(blanks)).status).toBe(429)
    request.destroy()
    await expect(answer).rejects.toThrow()
    await expect.poll(async () => (await ingest.send(blanks)).status).toBe(202)
    expect(ingest.faults).toEqual([])
  })
})

describe('a batch for which there is no place', () => {
  it('is answered 429 while the disk is full, and taken once there is room', async () => {
    const ingest = await ingestUnderTest()
    ingest.files.room = 60
    const refused = await ingest.send(exchangeTexts(3), numbered(1))
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.value['detail']).toContain('Free space on its disk')
    ingest.files.room = Number.POSITIVE_INFINITY
    expect((await ingest.send(exchangeTexts(3), numbered(1))).status).toBe(429)
    ingest.clock.nowMs += 1_000
    expect((await ingest.send(exchangeTexts(3), numbered(1))).status).toBe(202)
    expect(await batches(ingest)).toHaveLength(1)
  })
  it('is answered 429 while more waits than the settings allow', async () => {
    const ingest = await ingestUnderTest({ maxBytes: 2_000 })
    expect((await ingest.send(exchangeTexts(9))).status).toBe(202)
    const refused = await ingest.send(exchangeTexts(9))
    expect(refused.status).toBe(429)
    expect(refused.value['detail']).toContain('spool.max_bytes')
  })
  it('is answered 503 once the disk kept nothing', async () => {
    const ingest = await ingestUnderTest()
    ingest.files.failing.set('sync', 'EIO')
    await ingest.send(exchangeTexts(1))
    await expect.poll(() => ingest.spool.failure).not.toBeNull()
    const refused = await ingest.send(exchangeTexts(1))
    expect(refused).toMatchObject({ status: 503, value: { title: 'Spool failed' } })
    expect(refused.headers['retry-after']).toBe('30')
  })
  it('is answered 503 after a bug of ours, which is told without a word of the batch', async () => {
    const bug = new TypeError('of the test')
    const ingest = await ingestUnderTest({
      around: (inbox) => ({ ...inbox, append: () => Promise.reject(bug) }),
    })
    const refused = await ingest.send(exchangeTexts(1))
    expect(refused.status).toBe(503)
    expect(JSON.stringify(refused.value)).not.toContain('of the test')
    expect(ingest.faults).toEqual([bug])
  })
})

describe('any body', () => {
  const line = fc.oneof(
    fc.nat({ max: 99 }).map((index) => exchangeText(index)),
    fc.json(),
    fc.string(),
    fc.constant(''),
  )
  const lines = fc
    .array(line, { maxLength: 30 })
    .map((each) => Uint8Array.from(Buffer.from(each.join('\n'))))
  const octets = fc.uint8Array({ maxLength: 300 })

  it('is answered, and its lines are accepted or rejected: none is lost, none is made up', async () => {
    const ingest = await ingestUnderTest()
    let before = 0
    await fc.assert(
      fc.asyncProperty(fc.oneof(lines, octets), fc.boolean(), async (body, isZipped) => {
        const { status, value } = await ingest.send(
          isZipped ? gzipSync(body) : body,
          isZipped ? gzip : {},
        )
        const count = [...linesOf(body)].length
        expect(status).toBe(count > smallLimits.maxLines ? 413 : 202)
        if (status !== 202) return
        const frames = await batches(ingest)
        const { accepted = -1, rejected = {} } = frames.at(-1) ?? {}
        expect(frames).toHaveLength(++before)
        expect(accepted + sumOf(rejected)).toBe(count)
        expect(value).toMatchObject({ accepted })
        expect(Object(value['rejected'])).toHaveLength(Math.min(10, sumOf(rejected)))
      }),
      { numRuns: 40 },
    )
    expect(ingest.faults).toEqual([])
  })
  it('is answered also when it is not the gzip it says', async () => {
    const ingest = await ingestUnderTest()
    await fc.assert(
      fc.asyncProperty(octets, fc.boolean(), async (bytes, isSigned) => {
        const body = isSigned ? Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), bytes]) : bytes
        const { status } = await ingest.send(body, gzip)
        expect([202, 400]).toContain(status)
      }),
      { numRuns: 60 },
    )
    expect(ingest.faults).toEqual([])
  })
})
