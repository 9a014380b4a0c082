import { afterAll, describe, expect, it } from 'vitest'
import { Desk, ndjson, weir } from '../testing/weir.ts'

const desk = new Desk()
afterAll(() => desk.clear())
const timeout = 60_000

const types = desk.put(
  'types.yaml',
  `types:
  - id: X_BADGE
    summary: Badge of a member of staff
    sensitivity: critical
    pattern: 'B-[0-9]{6}'
    in_text: true
    keys: [badge]
    examples: [B-123456]
    counterexamples: [B-12]
`,
)

describe('data types of one’s own', { timeout }, () => {
  it('are checked with their examples', async () => {
    expect(await weir(['types', 'check', types])).toMatchObject({ code: 0 })
    const wrong = desk.put('wrong.yaml', desk.read('types.yaml').replace('[B-12]', '[B-654321]'))
    expect(await weir(['types', 'check', wrong])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('X_BADGE: counterexamples.0: is of this type'),
    })
    const strange = desk.put('strange.yaml', 'types: [{ id: BADGE }]')
    expect((await weir(['types', 'check', strange])).code).toBe(2)
  })

  it('are found in recorded traffic and in texts', async () => {
    const traffic = desk.put(
      'traffic.ndjson',
      ndjson(
        Array.from({ length: 20 }, (_, index) => ({
          ts: 1_790_000_000_000 + index,
          dst: { host: 'staff' },
          req: { method: 'GET', url: `/people/${index}` },
          res: {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ badge: `B-${100_000 + index}` }),
          },
        })),
      ),
    )
    const run = await weir(['analyze', '--quiet', '--json', '--types', types, traffic])
    expect(JSON.parse(run.stdout).data_types).toMatchObject([
      { type: 'X_BADGE', sensitivity: 'critical', fields: [{ path: 'badge', in: 'res.body' }] },
    ])
    const text = desk.put('app.log', 'let in badge B-123456 at the gate\n')
    const spans = await weir(['classify', '--text', text, '--types', types, '--json'])
    expect(JSON.parse(spans.stdout)).toMatchObject({
      type: 'X_BADGE',
      start: 13,
      confidence: 0.95,
      masked: '••••',
    })
  })
})
