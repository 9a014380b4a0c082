import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, launcher, ndjson, type Run, weir } from '../testing/weir.ts'

const desk = new Desk()
const timeout = 60_000

const traffic = ndjson(
  Array.from({ length: 60 }, (_, index) => ({
    ts: 1_790_000_000_000 + index,
    src: { ip: `203.0.113.${index % 9}` },
    dst: { host: 'shop' },
    req: { method: 'GET', url: index % 2 === 0 ? `/teams/${index}` : '/internal/dump' },
    res: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ size: index }),
    },
  })),
)

const document = `openapi: 3.1.0
info: { title: Shop, version: "7" }
paths:
  /teams/{team}:
    get:
      deprecated: true
      responses: { 200: { description: ok } }
  /plans:
    get:
      responses: { 200: { description: ok } }
`

let url: string
let end: () => Promise<void>

beforeAll(async () => {
  const args = ['serve', '--json', '--port', '0', '--data', desk.path('data')]
  const child = spawn(process.execPath, [launcher, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const greeting = JSON.parse(String(line))
  url = greeting.url
  end = async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  const sent = await fetch(`${url}/v1/exchanges`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${greeting.sensor.key}`,
      'content-type': 'application/x-ndjson',
    },
    body: traffic,
  })
  expect(sent.status).toBe(202)
}, timeout)
afterAll(async () => {
  await end()
  desk.clear()
})

const spec = (...args: readonly string[]): Promise<Run> =>
  weir(['spec', ...args, '--url', url, '--data', desk.path('data')])

describe('a document at a running Weir', { timeout }, () => {
  it('is looked at, given, compared, listed and removed', async () => {
    const file = desk.put('shop.yaml', document)
    const preview = ['import', file, '--service', 'shop', '--preview']
    await expect
      .poll(async () => (await spec(...preview)).stdout, { timeout: 30_000, interval: 500 })
      .toContain('An operation answers that no description has: 1')
    expect((await spec('list')).stdout).toContain('Nobody has given a document.')

    expect((await spec('import', file, '--service', 'shop')).stdout).toContain('Kept for shop')
    expect((await spec('list')).stdout).toMatch(/shop +Shop +7 +shop\.yaml +2/)

    const diff = await spec('diff', '--service', 'shop', '--fail-on', 'error')
    expect(diff.code).toBe(1)
    expect(diff.stdout).toMatch(/GET \/internal\/dump +answered, and not described +30/)
    expect(diff.stdout).toMatch(/GET \/teams\/\{team\} +deprecated, and still called +30/)
    const sarif = JSON.parse((await spec('diff', '--service', 'shop', '--sarif')).stdout)
    expect(sarif.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual([
      'spec.shadow',
      'spec.zombie',
      'spec.orphan',
    ])
    const json = JSON.parse((await spec('diff', '--service', 'shop', '--json')).stdout)
    expect(json).toMatchObject({ format: 'weir-spec-diff/1', matched: 30 })

    expect((await spec('remove', 'shop')).code).toBe(0)
    expect(await spec('diff', '--service', 'shop')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Nobody has given a document for this service.'),
    })
  })
  it('is refused with the line of what cannot be read', async () => {
    const broken = desk.put('broken.yaml', 'openapi: 3.1.0\npaths:\n  /a: {get: {}\n')
    expect(await spec('import', broken, '--service', 'shop')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/broken\.yaml: line \d+: /),
    })
  })
})
