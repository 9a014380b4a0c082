import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { Desk, ndjson, weir } from '../testing/weir.ts'

const desk = new Desk()
afterAll(() => desk.clear())

interface Call {
  readonly url: string
  readonly method?: string
  readonly status?: number
  readonly body?: object
  readonly id?: string
  readonly host?: string
}

function line({ url, method = 'GET', status = 200, body = { ok: true }, id, host }: Call): object {
  return {
    ...(id === undefined ? {} : { id }),
    ts: 1_790_000_000_000,
    src: { ip: '203.0.113.9' },
    dst: { host: host ?? 'shop.example', port: 443 },
    req: { method, url, headers: { authorization: 'Bearer opaque-token-of-ann' } },
    res: { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  }
}

function orders(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) =>
    line({
      url: `/v1/orders/${4_711 + index * 13}`,
      body: { email: `ann${index}@example.com`, total: index },
    }),
  )
}

const misuse = line({
  id: 'the-bad-one',
  url: '/preview?url=http://169.254.169.254/latest/meta-data/iam/security-credentials/',
  body: { AccessKeyId: 'ASIAQQQQEXAMPLE00001', SecretAccessKey: 'k'.repeat(40) },
})

const recorded = desk.put('recorded.ndjson', ndjson([...orders(40), misuse]))

describe('weir analyze', () => {
  it('prints services, data and findings for people', async () => {
    const { code, stdout, stderr } = await weir(['analyze', recorded])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    for (const words of [
      'shop.example',
      '/v1/orders/{orderId}',
      'EMAIL_ADDRESS',
      'ssrf.internal',
    ]) {
      expect(stdout).toContain(words)
    }
    expect(stdout).not.toContain('ann1@example.com')
    expect(stdout).not.toContain('opaque-token')
  })

  it('writes a verdict for each judged exchange, in the order of the input', async () => {
    await weir(['analyze', recorded, '--verdicts', desk.path('verdicts.ndjson')])
    const verdicts = desk.records('verdicts.ndjson')
    expect(verdicts).toHaveLength(41)
    expect(verdicts[0]).toMatchObject({
      id: '1:1',
      service: 'shop.example',
      operation: 'GET /v1/orders/{orderId}',
      principal: { kind: 'credential', verified: false },
      fields: [{ in: 'res.body', path: '/email', type: 'EMAIL_ADDRESS' }],
      signals: [],
      findings: [],
      score: 0,
    })
    const bad = verdicts.at(-1)
    expect(bad).toMatchObject({ id: 'the-bad-one', operation: 'GET /preview' })
    expect(bad?.['score']).toBeGreaterThanOrEqual(0.5)
    expect(JSON.stringify(bad?.['signals'])).toContain('ssrf.internal')
    expect(bad?.['findings']).not.toEqual([])
  })

  it('numbers the judged files from 1 and gives the same bytes every time', async () => {
    const other = desk.put('other.ndjson', ndjson([line({ url: '/v1/orders/9' })]))
    const once = await weir(['analyze', '--json', '--verdicts', desk.path('a'), recorded, other])
    const twice = await weir(['analyze', '--json', '--verdicts', desk.path('b'), recorded, other])
    expect(desk.records('a').at(-1)).toMatchObject({ id: '2:1' })
    expect(desk.read('a')).toBe(desk.read('b'))
    expect(once.stdout).toBe(twice.stdout)
  })

  it('reads the same exchanges from standard input, gzipped or not', async () => {
    const text = ndjson(orders(10))
    const plain = await weir(['analyze', '--json', '-'], text)
    const zipped = await weir(['analyze', '--json', '-'], gzipSync(text))
    expect(plain.code).toBe(0)
    expect(JSON.parse(plain.stdout)).toMatchObject({ received: 10, analysed: 10, rejected: 0 })
    expect(zipped.stdout).toBe(plain.stdout)
  })

  it('reads an HTTP archive, told by its content', async () => {
    const entry = {
      startedDateTime: '2026-03-01T10:00:00.000Z',
      time: 12,
      request: { method: 'GET', url: 'https://api.example/v2/cats/7?limit=5', headers: [] },
      response: {
        status: 200,
        headers: [],
        content: { mimeType: 'application/json', text: '{"name":"Tom"}' },
      },
    }
    const blocked = { ...entry, response: { status: 0, headers: [], content: {} } }
    const broken = { ...entry, request: { method: 'GET', url: 'about:blank', headers: [] } }
    const archive = { log: { version: '1.2', entries: [entry, blocked, broken] } }
    const file = desk.put('session.bin', JSON.stringify(archive, null, 2))
    const { code, stdout } = await weir(['analyze', '--json', file])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      received: 3,
      analysed: 2,
      rejected: 1,
      services: [{ name: 'api.example' }],
    })
  })

  it('freezes what vouched-for files taught, and judges the rest against it', async () => {
    const learned = desk.put('learned.ndjson', ndjson(orders(30)))
    const strange = desk.put(
      'strange.ndjson',
      ndjson([line({ url: '/v1/orders/1' }), line({ url: '/v1/refunds/2' })]),
    )
    const { stdout } = await weir(['analyze', '--json', '--learn', learned, strange])
    const report = JSON.parse(stdout)
    expect(report.operations.map(({ template }: { template: string }) => template)).toEqual([
      '/v1/orders/{orderId}',
    ])
    await weir(['analyze', '--learn', learned, '--verdicts', desk.path('frozen'), strange])
    expect(desk.records('frozen').map(({ operation }) => operation)).toEqual([
      'GET /v1/orders/{orderId}',
      null,
    ])
  })

  it('writes a report and an OpenAPI document for each service', async () => {
    const flags = ['--report', desk.path('report.json'), '--openapi', desk.path('specs')]
    await weir(['analyze', recorded, ...flags])
    const report = JSON.parse(desk.read('report.json'))
    for (const part of [
      'services',
      'operations',
      'edges',
      'principals',
      'data_types',
      'findings',
    ]) {
      expect(report[part], part).toBeInstanceOf(Array)
    }
    const document = JSON.parse(desk.read('specs/shop.example.openapi.json'))
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(Object.keys(document.paths)).toContain('/v1/orders/{orderId}')
  })

  it('exits with 1 when a finding is as severe as asked', async () => {
    expect((await weir(['analyze', '--fail-on', 'high', recorded])).code).toBe(1)
    const quiet = desk.put('quiet.ndjson', ndjson(orders(5)))
    expect((await weir(['analyze', '--fail-on', 'low', quiet])).code).toBe(0)
  })
})

describe('weir analyze, given what it cannot use', () => {
  it('shows the first line of an unknown format, says what it reads, and exits with 2', async () => {
    const file = desk.put('notes.txt', '\nDear diary,\ntoday\n')
    const { code, stdout, stderr } = await weir(['analyze', file])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('notes.txt, line 2')
    expect(stderr).toContain('Dear diary,')
    expect(stderr).toContain('NDJSON')
    expect(stderr).toContain('HAR')
  })

  it('counts bad lines among good ones and says where the first are', async () => {
    const file = desk.put('mixed.ndjson', `${ndjson(orders(2))}{"ts":\n[]\n${ndjson(orders(1))}`)
    const { code, stdout } = await weir(['analyze', '--json', file])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      received: 5,
      analysed: 3,
      rejected: 2,
      inputs: [{ problems: [{ line: 3 }, { line: 4 }] }],
    })
  })

  it('analyses a gzip file that breaks off up to where it does, and says so', async () => {
    const noise = orders(3_000)
    const whole = gzipSync(ndjson(noise))
    const file = desk.put('cut.gz', whole.subarray(0, whole.length >> 1))
    const { code, stdout } = await weir(['analyze', '--json', file])
    const report = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(report.analysed).toBeGreaterThan(500)
    expect(JSON.stringify(report.inputs)).toContain('gzip data breaks off')
  })

  it('calls an empty input no traffic, not an error', async () => {
    const { code, stdout } = await weir(['analyze', desk.put('empty', '')])
    expect(code).toBe(0)
    expect(stdout).toMatch(/no exchanges|0 exchanges/i)
  })

  it.each([
    ['a missing file', ['analyze', 'no-such-file.ndjson'], 'no-such-file.ndjson'],
    ['no file', ['analyze'], 'FILE'],
    ['an unknown option', ['analyze', '--nonsense', recorded], '--nonsense'],
    ['a network that is none', ['analyze', '--network', 'dmz', recorded], 'ZONE=CIDR'],
    [
      'a network out of range',
      ['analyze', '--network', 'dmz=10.0.0.0/99', recorded],
      '10.0.0.0/99',
    ],
    ['a severity that is none', ['analyze', '--fail-on', 'awful', recorded], 'critical'],
    ['an unknown command', ['analyse', recorded], 'analyse'],
  ])('exits with 2 and says what is wrong: %s', async (_, args, words) => {
    const { code, stderr } = await weir(args)
    expect(stderr).toContain(words)
    expect(code).toBe(2)
  })

  it('exits with 3 when an output cannot be written', async () => {
    const report = desk.path('no/such/folder/report.json')
    const { code, stderr } = await weir(['analyze', recorded, '--report', report])
    expect(stderr).toContain('report.json')
    expect(code).toBe(3)
  })

  it('writes names from traffic so that they cannot reach the terminal or another folder', async () => {
    const file = desk.put(
      'evil.ndjson',
      ndjson([
        line({ host: '../../evil', url: '/v1/a/\u001b[2J' }),
        line({ host: '../../evil', url: '/v1/b' }),
        line({ host: 'constructor', url: '/__proto__', body: JSON.parse('{"__proto__":{"a":1}}') }),
      ]),
    )
    const { code, stdout } = await weir(['analyze', file, '--openapi', desk.path('out')])
    expect(code).toBe(0)
    expect(stdout).not.toContain('\u001b[2J')
  })
})
