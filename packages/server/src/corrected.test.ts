import { describe, expect, it } from 'vitest'
import { type Centre, openCentre, premises } from './testing/centre.ts'

const startMs = 1_790_000_000_000
const colours = ['red', 'blue', 'green'] as const

/** Calls whose words a person knows to be values. */
function teamCalls(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const line = {
      id: `team-${index}`,
      ts: startMs + index * 10,
      vantage: 'server',
      src: { ip: `203.0.113.${index % 9}` },
      dst: { host: 'shop', port: 80 },
      req: { method: 'GET', url: `/teams/${colours[index % 3]}/plan` },
      res: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ [`part_${colours[index % 3]}`]: index }),
      },
    }
    return `${JSON.stringify(line)}\n`
  }).join('')
}

const templatesOf = ({ hub }: Centre): readonly string[] =>
  hub.catalog().operations.map(({ template, calls }) => `${template} ${calls}`)

describe('a correction', () => {
  it('holds within a mark, moves what was learned, and survives restarts and lost snapshots', async () => {
    const place = premises()
    const first = await openCentre(place)
    await first.take(teamCalls(60), 1)
    await first.mark()
    await first.analyst.idle()
    expect(templatesOf(first)).toEqual([
      '/teams/blue/plan 20',
      '/teams/green/plan 20',
      '/teams/red/plan 20',
    ])
    const correction = { kind: 'merge', service: 'shop', method: null, template: '/teams/{team}' }
    await first.corrections.put({ ...correction, kind: 'merge', note: '' }, 'console')
    await expect.poll(() => templatesOf(first)).toEqual(['/teams/{team}/plan 60'])
    await first.close()

    const second = await openCentre(place)
    expect(templatesOf(second)).toEqual(['/teams/{team}/plan 60'])
    await second.close()

    // A release that reads no older snapshots learns anew, but under the same corrections.
    place.disk.files.clear()
    const third = await openCentre(place)
    await third.take(teamCalls(30), 1)
    await third.mark()
    await third.analyst.idle()
    expect(templatesOf(third)).toEqual(['/teams/{team}/plan 30'])
    const [kept] = third.corrections.all()
    await third.corrections.remove(kept?.id ?? '', 'console')
    await third.take(teamCalls(30), 2)
    await third.mark()
    await third.analyst.idle()
    expect(third.hub.catalog().operations).toHaveLength(3)
    await third.close()
  })
})
