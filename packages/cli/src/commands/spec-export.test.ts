import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { parse } from 'yaml'
import { afterAll, describe, expect, it } from 'vitest'
import { Desk, ndjson, weir } from '../testing/weir.ts'

const desk = new Desk()
afterAll(() => desk.clear())

/** A run of `weir` takes seconds on a busy machine. */
const timeout = 60_000

const orders = Array.from({ length: 40 }, (_, number) => ({
  ts: 1_772_539_200_000 + number * 1_000,
  src: { ip: `10.0.0.${number % 7}` },
  dst: { host: number % 2 === 0 ? 'shop.example' : 'stock.example' },
  req: { method: 'GET', url: `/orders/${number * 7919}` },
  res: {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: number, country: number % 3 === 0 ? 'NO' : 'DE' }),
  },
}))

describe('weir spec export', { timeout }, () => {
  const traffic = desk.put('orders.ndjson', ndjson(orders))

  it('prints one service as YAML that a strict validator accepts', async () => {
    const run = await weir(['spec', 'export', traffic, '--service', 'shop.example', '--quiet'])
    expect(run.code).toBe(0)
    const document = parse(run.stdout)
    expect(await new Validator().validate(document)).toMatchObject({ valid: true })
    expect(Object.keys(document.paths)).toEqual(['/orders/{orderId}'])
    expect(run.stdout).toContain('"NO"')
  })

  it('writes a file for each service into a folder', async () => {
    const folder = desk.path('written')
    const run = await weir(['spec', 'export', traffic, '--out', folder, '--quiet'])
    expect(readdirSync(folder).sort()).toEqual([
      'shop.example.openapi.yaml',
      'stock.example.openapi.yaml',
    ])
    expect(run.stdout).toContain('1 operation from 20 calls')
  })

  it('asks which service is meant, and says which there are', async () => {
    const run = await weir(['spec', 'export', traffic, '--quiet'])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('shop.example, stock.example')
    const wrong = await weir(['spec', 'export', traffic, '--service', 'shop', '--quiet'])
    expect(wrong.stderr).toContain('--service shop: not in this traffic')
  })

  it('leaves bounds out when asked, and writes JSON to a .json file', async () => {
    const out = desk.path('shop.json')
    const args = ['--service', 'shop.example', '--no-bounds', '--out', out, '--quiet']
    await weir(['spec', 'export', traffic, ...args])
    expect(existsSync(out)).toBe(true)
    expect(readFileSync(out, 'utf8')).not.toMatch(/"(?:minimum|maximum|maxLength)"/)
  })
})
