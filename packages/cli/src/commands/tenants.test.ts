import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, ndjson, weir } from '../testing/weir.ts'

const desk = new Desk()
afterAll(() => desk.clear())

/** A run of `weir` takes seconds on a busy machine. */
const patience = 120_000
const tenants = 300

/** One API under as many hosts as it has tenants; long enough for a mark in the middle. */
const traffic = desk.put(
  'tenants.ndjson',
  ndjson(
    Array.from({ length: 6_000 }, (_, at) => {
      const id = 1_000 + ((at * 7_919) % 9_001)
      const round = Math.floor(at / tenants)
      const url = [`/invoices/${id}`, '/invoices', `/members/${id}?fields=name`, '/plans'][
        round % 4
      ]
      return {
        ts: 1_772_539_200_000 + at * 1_000,
        src: { ip: `203.0.113.${at % 200}` },
        dst: { host: `tenant-${at % tenants}.example.com`, port: 443 },
        req: { method: 'GET', url },
        res: {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ id, state: at % 3 === 0 ? 'open' : 'paid' }),
        },
      }
    }),
  ),
)

describe('an API with a host for each tenant', { timeout: patience }, () => {
  const folder = desk.path('specs')
  const verdicts = desk.path('verdicts.ndjson')
  const document = (): Record<string, unknown> =>
    JSON.parse(readFileSync(`${folder}/_tenant_.example.com.openapi.json`, 'utf8'))
  let report = ''
  beforeAll(async () => {
    const options = ['--openapi', folder, '--verdicts', verdicts, '--quiet']
    const { stdout } = await weir(['analyze', traffic, ...options])
    report = stdout
  }, patience)

  it('is one service in the report, and in every verdict', () => {
    expect(report).toContain('{tenant}.example.com  300 hosts')
    expect(report).not.toContain('tenant-7.example.com')
    const named = desk.records('verdicts.ndjson').map(({ service }) => service)
    expect(new Set(named)).toEqual(new Set(['{tenant}.example.com']))
  })

  it('is described with a variable for the tenant', async () => {
    expect(await new Validator().validate({ ...document() })).toMatchObject({ valid: true })
    expect(document()['servers']).toEqual([
      {
        url: '{scheme}://{tenant}.example.com',
        variables: {
          scheme: { default: 'https', enum: ['https', 'http'] },
          tenant: { default: 'tenant-0' },
        },
      },
    ])
  })

  it('agrees with the description that was written of it', async () => {
    const file = `${folder}/_tenant_.example.com.openapi.json`
    const run = await weir(['spec', 'diff', file, '--traffic', traffic, '--json', '--quiet'])
    expect(JSON.parse(run.stdout)).toMatchObject({
      exchanges: 6_000,
      held: 6_000,
      matched: 6_000,
      services: ['{tenant}.example.com'],
      differences: [],
    })
  })
})
