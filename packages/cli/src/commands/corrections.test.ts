import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, serveWith } from '../testing/serve.ts'
import { Desk, ndjson, type Run, weir } from '../testing/weir.ts'

const desk = new Desk()
const timeout = 60_000

const teams = ['red', 'blue', 'green'] as const

const traffic = Array.from({ length: 60 }, (_, index) => ({
  ts: 1_790_000_000_000 + index,
  src: { ip: `203.0.113.${index % 9}` },
  dst: { host: 'shop' },
  req: { method: 'GET', url: `/teams/${teams[index % 3]}/plan` },
  res: {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ [`of_${teams[index % 3]}`]: index }),
  },
}))

let running: Serving
beforeAll(async () => {
  running = await serveWith(desk.path('data'), traffic)
}, timeout)
afterAll(async () => {
  await running.end()
  desk.clear()
})

const corrections = (...args: readonly string[]): Promise<Run> =>
  weir(['corrections', ...args, ...running.flags])

describe('weir corrections', { timeout }, () => {
  it('says what would change, makes it, lists it, exports it, and takes it back', async () => {
    const preview = ['merge', 'shop', '/teams/{team}', '--preview']
    await expect
      .poll(async () => (await corrections(...preview)).stdout, { timeout: 30_000, interval: 500 })
      .toContain('3 operations gone, 1 new')
    expect((await corrections('list')).stdout).toContain('Nobody has corrected anything.')

    const made = await corrections('merge', 'shop', '/teams/{team}', '--note', 'slugs: of teams')
    expect(made.stdout).toContain('+ GET /teams/{team}/plan')
    const id = /Kept as (\S+):/.exec(made.stdout)?.[1] ?? ''
    expect((await corrections('list', '--service', 'shop')).stdout).toContain('slugs: of teams')

    const file = desk.path('corrections.yaml')
    expect((await corrections('export', '--out', file)).code).toBe(0)
    expect(desk.read('corrections.yaml')).toContain('template: /teams/{team}')

    expect((await corrections('undo', id)).stdout).toContain('is taken back')
    expect((await corrections('import', file)).stdout).toContain('1 correction made.')
    const listed = JSON.parse((await corrections('list', '--json')).stdout)
    expect(listed).toMatchObject({ total: 1, items: [{ id, note: 'slugs: of teams' }] })
  })

  it('holds for recorded traffic too', async () => {
    const recorded = desk.put('traffic.ndjson', ndjson(traffic))
    const file = desk.put(
      'said.yaml',
      'corrections:\n  - { kind: merge, service: shop, template: "/teams/{colour}" }\n',
    )
    const { stdout } = await weir(['analyze', '--quiet', '--json', '--corrections', file, recorded])
    const { operations } = JSON.parse(stdout)
    expect(operations).toMatchObject([{ template: '/teams/{colour}/plan', calls: 60 }])
  })

  it('says in words what it cannot do', async () => {
    const wrong = await corrections('split', 'shop', '/teams/{team}')
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a word') })
    const gone = await corrections('undo', 'nothing')
    expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining('no correction') })
    const away = await weir([
      'corrections',
      'list',
      '--url',
      'http://127.0.0.1:9',
      '--data',
      desk.path('data'),
    ])
    expect(away).toMatchObject({ code: 3, stderr: expect.stringContaining('does not answer') })
    const nobody = await weir(['corrections', 'list', '--data', desk.path('nowhere')])
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('WEIR_API_TOKEN') })
    const stranger = await weir(['corrections', 'import', desk.put('bad.yaml', 'corrections: [1]')])
    expect(stranger.code).toBe(2)
    const token = await weir(['token', '--data', desk.path('data')])
    expect(token.stdout).toMatch(/^weir_api_\S+\n$/)
  })
})
