import { bankDay } from '@weir/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, serveWith } from '../testing/serve.ts'
import { Desk, ndjson, type Run, weir } from '../testing/weir.ts'

const desk = new Desk()
/** A run of `weir` takes seconds on a busy machine. */
const timeout = 120_000

const exchanges = bankDay({ seed: 3, date: '2026-03-03', exchanges: 2_500 })
let running: Serving
let day: string
let file: string

/** The edge's own description, after its owners forgot some of it. */
async function forgotten(): Promise<string> {
  const { stdout } = await weir(['spec', 'export', day, '--service', 'edge', '--json', '--quiet'])
  const document = JSON.parse(stdout)
  const { paths } = document
  delete paths['/v1/cards/{cardId}'].get
  paths['/v1/legacy'] = { get: { responses: { 200: { description: 'old' } } } }
  paths['/v1/me'].get.deprecated = true
  const account = paths['/v1/accounts/{accountId}'].get
  const { schema } = account.responses[200].content['application/json']
  delete schema.properties.iban
  schema.properties.status = { type: 'integer' }
  return desk.put('edge.json', JSON.stringify(document, null, 2))
}

beforeAll(async () => {
  day = desk.put('day.ndjson', ndjson(exchanges))
  file = await forgotten()
  running = await serveWith(desk.path('data'), exchanges)
}, timeout)
afterAll(async () => {
  await running.end()
  desk.clear()
})

const spec = (...args: readonly string[]): Promise<Run> => weir(['spec', ...args, ...running.flags])

interface Told {
  readonly differences: readonly {
    readonly kind: string
    readonly method: string
    readonly template: string
    readonly in: string | null
    readonly path: string
    readonly what: string
  }[]
}

function lines({ differences }: Told): readonly string[] {
  return differences
    .map(({ kind, method, template, in: place, path, what }) =>
      [kind, method, template, place ?? '-', path, what].join(' '),
    )
    .sort()
}

describe('the document of a service, given to a running Weir', { timeout }, () => {
  it('says first what would come of it, then is kept, listed and taken back', async () => {
    const preview = await spec('import', file, '--service', 'edge', '--preview')
    expect(preview.stdout).toMatch(/^Not kept yet: .+, \d+ operations\n/)
    expect((await spec('list')).stdout).toContain('Nobody has given a document.')
    const kept = await spec('import', file, '--service', 'edge')
    expect([kept.code, kept.stdout]).toEqual([0, expect.stringMatching(/^Kept for edge: edge 0/)])
    expect((await spec('list')).stdout).toMatch(/edge\s+edge\s+0\s+edge\.json/)
    expect((await spec('remove', 'edge')).stdout).toContain('no document any more')
    const nothing = await spec('diff', '--service', 'edge')
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('NOT_FOUND')])
  })

  it('differs from what was learned as recorded traffic differs from it', async () => {
    await spec('import', file, '--service', 'edge')
    const recorded = await weir(['spec', 'diff', file, '--traffic', day, '--json', '--quiet'])
    const wanted = lines(JSON.parse(recorded.stdout))
    // The last marks may still be on their way.
    await expect
      .poll(
        async () => lines(JSON.parse((await spec('diff', '--service', 'edge', '--json')).stdout)),
        {
          timeout: 60_000,
          interval: 1_000,
        },
      )
      .toEqual(wanted)
    expect(wanted).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^shadow GET \/v1\/cards\/\{cardId\}/),
        expect.stringMatching(/^zombie GET \/v1\/me/),
        expect.stringMatching(/^orphan GET \/v1\/legacy/),
        expect.stringMatching(/^undocumented-field GET \S+ res\.body iban/),
        expect.stringMatching(/^type-break GET \S+ res\.body status string where integer/),
      ]),
    )
  })

  it('is told to a person and to code scanning, and fails a pipeline when asked', async () => {
    await spec('import', file, '--service', 'edge')
    const text = await spec('diff', '--service', 'edge', '--fail-on', 'error')
    expect([text.code, text.stdout]).toEqual([
      1,
      expect.stringContaining('An operation answers that no description has: 1'),
    ])
    expect(text.stdout).toMatch(/GET \/v1\/me +deprecated, and still called +\d/)
    const { runs } = JSON.parse((await spec('diff', '--service', 'edge', '--sarif')).stdout)
    const zombie = runs[0].results.find(
      ({ ruleId }: { ruleId: string }) => ruleId === 'spec.zombie',
    )
    const { artifactLocation, region } = zombie.locations[0].physicalLocation
    expect(artifactLocation.uri).toBe('edge.json')
    expect(desk.read('edge.json').split('\n')[region.startLine - 1]).toContain('"get"')
  })

  it('is refused with the line of what is wrong, before anybody is asked', async () => {
    const broken = desk.put('broken.yaml', 'openapi: 3.1.0\npaths:\n  /a: [\n')
    const { code, stderr } = await spec('import', broken, '--service', 'edge')
    expect([code, stderr]).toEqual([2, expect.stringMatching(/broken\.yaml: line 4: /)])
    const neither = await spec('diff', file)
    expect([neither.code, neither.stderr]).toEqual([2, expect.stringContaining('--traffic FILE')])
  })
})
