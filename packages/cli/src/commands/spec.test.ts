import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bankDay } from '@weir/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, ndjson, weir } from '../testing/weir.ts'

const desk = new Desk()
afterAll(() => desk.clear())

/** A run of `weir` takes seconds on a busy machine. */
const patience = 120_000

/** A day of the bank without anybody breaking in, and what Weir writes of it. */
let day: string
let folder: string

beforeAll(async () => {
  day = desk.put('day.ndjson', ndjson(bankDay({ seed: 3, date: '2026-03-03', exchanges: 2_500 })))
  folder = desk.path('specs')
  const { code } = await weir(['analyze', '--quiet', '--json', '--openapi', folder, day])
  expect(code).toBe(0)
}, patience)

const documentAt = (name: string): Record<string, never> =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'))

describe('what Weir writes as OpenAPI', () => {
  it('agrees with the traffic it was written from', { timeout: patience }, async () => {
    for (const name of ['edge', 'accounts', 'customers']) {
      const file = join(folder, `${name}.openapi.json`)
      const { stdout } = await weir(['spec', 'diff', file, '--traffic', day, '--quiet'])
      expect([name, stdout]).toEqual([
        name,
        expect.stringContaining('Traffic and description agree.'),
      ])
    }
  })
})

/** The edge's own description, after its owners forgot some of it. */
function forgotten(): string {
  const document = documentAt('edge.openapi.json')
  const paths = Object(document['paths'])
  delete paths['/v1/cards/{cardId}'].get
  paths['/v1/legacy'] = { get: { responses: { 200: { description: 'old' } } } }
  paths['/v1/me'].get.deprecated = true
  const { schema } =
    paths['/v1/accounts/{accountId}'].get.responses[200].content['application/json']
  delete schema.properties.iban
  schema.properties.status = { type: 'integer' }
  const file = desk.path('forgotten.json')
  writeFileSync(file, JSON.stringify(document, null, 2))
  return file
}

describe('weir spec diff', () => {
  const has = (kind: string, method: string, template: string, path = ''): object =>
    expect.objectContaining({ kind, method, template, path })

  it('finds what nobody described, what nobody calls, and what is no longer so', async () => {
    const { code, stdout } = await weir([
      'spec',
      'diff',
      forgotten(),
      '--traffic',
      day,
      '--json',
      '--quiet',
    ])
    const { differences, services, warnings } = JSON.parse(stdout)
    expect([code, services, warnings]).toEqual([0, ['edge'], []])
    expect(differences).toEqual(
      expect.arrayContaining([
        has('shadow', 'GET', '/v1/cards/{cardId}'),
        has('orphan', 'GET', '/v1/legacy'),
        has('zombie', 'GET', '/v1/me'),
        has('undocumented-field', 'GET', '/v1/accounts/{accountId}', 'iban'),
        has('type-break', 'GET', '/v1/accounts/{accountId}', 'status'),
      ]),
    )
    expect(differences).toHaveLength(5)
  })

  it('writes SARIF with the line of each operation, and fails a pipeline when asked', async () => {
    const file = forgotten()
    const args = ['spec', 'diff', file, '--traffic', day, '--quiet']
    const { code, stdout } = await weir([...args, '--sarif', '--fail-on', 'error'])
    expect(code).toBe(1)
    const { version, runs } = JSON.parse(stdout)
    expect([version, runs.length, runs[0].tool.driver.name]).toEqual(['2.1.0', 1, 'weir'])
    const zombie = runs[0].results.find(
      ({ ruleId }: { ruleId: string }) => ruleId === 'spec.zombie',
    )
    const [{ physicalLocation }] = zombie.locations
    const line = readFileSync(file, 'utf8').split('\n')[physicalLocation.region.startLine - 1]
    expect(line).toContain('"get"')
    const rules = new Set(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id))
    for (const { ruleId } of runs[0].results) expect(rules).toContain(ruleId)
  })

  it('tells a person the same', async () => {
    const { stdout } = await weir(['spec', 'diff', forgotten(), '--traffic', day, '--quiet'])
    expect(stdout).toContain('A described operation was never called: 1')
    expect(stdout).toMatch(/GET \/v1\/me\s+deprecated, and still called/)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  it('says when a description is of something else', async () => {
    const other = desk.put(
      'other.yaml',
      'openapi: 3.1.0\ninfo: {title: Other, version: "1"}\npaths: {/zzz: {get: {}}}\n',
    )
    const { code, stdout } = await weir(['spec', 'diff', other, '--traffic', day, '--quiet'])
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('No exchange fits this description.'),
    ])
  })

  it.each([
    ['broken.yaml', 'openapi: [', /broken\.yaml: /],
    ['old.json', '{"swagger":"2.0"}', /Swagger 2\.0/],
    [
      'bomb.yaml',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from(
        { length: 9 },
        (_, index) =>
          `b${index}: &b${index} [${Array(9)
            .fill(index === 0 ? '*a' : `*b${index - 1}`)
            .join(',')}]`,
      ).join('\n')}\n`,
      /alias/i,
    ],
  ])('refuses %s with what is wrong', async (name, text, problem) => {
    const { code, stderr } = await weir([
      'spec',
      'diff',
      desk.put(name, text),
      '--traffic',
      day,
      '--quiet',
    ])
    expect([code, stderr]).toEqual([2, expect.stringMatching(problem)])
  })
})
