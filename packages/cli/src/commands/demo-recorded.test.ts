import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { bankRoutes } from '@weir/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../analyze/report.ts'
import { storyText } from '../demo/story-text.ts'
import { Desk, type Run, weir } from '../testing/weir.ts'

const desk = new Desk()
const minutes = 60_000
let attacked: Run
let quiet: Run

beforeAll(async () => {
  attacked = await weir(['demo', '--recorded', '--json', '--save', desk.path('day.ndjson.gz')])
  quiet = await weir(['demo', '--recorded', '--json', '--no-attack'])
}, 3 * minutes)
afterAll(() => desk.clear())

function reportIn(run: Run): Report {
  return JSON.parse(run.stdout)
}

/** Parameters are alike whatever they are called; a key that spans segments is one parameter. */
function nameless(route: string): string {
  return route.replaceAll(/\{[^}]*\}/g, '{}')
}

/** Hosts with too few different values to tell a parameter from a handful of pages. */
const tooFewValues = ['169.254.169.254', 'blog.bank.example']

/** The Capital One chain, in its order, and nothing beside it. */
function expectOneChain({ findings, incidents }: Report): void {
  expect(incidents).toHaveLength(1)
  expect(incidents[0]).toMatchObject({
    severity: 'critical',
    trackers: ['ssrf.internal', 'secret.in_transit', 'cloudcred.outside', 'bulk.sync'],
  })
  expect(incidents[0]?.findings.toSorted()).toEqual(findings.map(({ id }) => id).toSorted())
}

function expectNothingGrave({ findings, incidents }: Report): void {
  const grave = findings.filter(({ severity }) => severity === 'high' || severity === 'critical')
  expect(grave).toEqual([])
  expect(incidents).toEqual([])
}

/** More banks where the story is told more often. */
const seeds = process.env['WEIR_DEMOS'] === undefined ? ['4'] : ['4', '8']

describe('weir demo --recorded', () => {
  it('says what the breach did as one incident', () => {
    expect(attacked).toMatchObject({ code: 0, stderr: '' })
    expectOneChain(reportIn(attacked))
    const { incidents } = reportIn(attacked)
    expect(incidents[0]?.actors).toContain('address:203.0.113.66')
    expect(incidents[0]?.story.join('\n')).toContain('198.51.100.0/24')
  })

  it('finds nothing grave in the same day without the breach', () => {
    expect(quiet).toMatchObject({ code: 0, stderr: '' })
    expectNothingGrave(reportIn(quiet))
  })

  it.each(seeds)(
    'says the same of another bank, seed %s',
    async (seed) => {
      expectOneChain(reportIn(await weir(['demo', '--recorded', '--json', '--seed', seed])))
      expectNothingGrave(
        reportIn(await weir(['demo', '--recorded', '--json', '--seed', seed, '--no-attack'])),
      )
    },
    3 * minutes,
  )

  it('discovers the routes the bank has and no others', () => {
    const { operations } = reportIn(quiet)
    for (const [host, routes] of bankRoutes) {
      if (tooFewValues.includes(host)) continue
      const names = [host, host.split('.')[0], host === 'bank.example' ? 'edge' : host]
      const found = operations
        .filter(({ service }) => names.includes(service))
        .map(({ method, template }) => nameless(`${method} ${template}`))
      expect(found.toSorted(), host).toEqual(routes.map(nameless).toSorted())
    }
  })

  it('keeps the day as exchange lines', () => {
    expect(existsSync(desk.path('day.ndjson.gz'))).toBe(true)
    const lines = gunzipSync(readFileSync(desk.path('day.ndjson.gz')))
      .toString()
      .trim()
      .split('\n')
    expect(lines).toHaveLength(reportIn(attacked).received)
  })

  it('tells the story with the incident before what was learned, and no value in it', () => {
    const about = { attack: true, seed: '1', seconds: 3, saved: null }
    const story = storyText(reportIn(attacked), about, {
      width: 100,
      style: (_style, text) => text,
    })
    expect(story.indexOf('CRITICAL INCIDENT')).toBeGreaterThan(0)
    expect(story.indexOf('CRITICAL INCIDENT')).toBeLessThan(story.indexOf('What Weir learned'))
    expect(story).toContain('Do now')
    expect(story).toContain('npx weir analyze')
    expect(story).not.toMatch(/ASIA[A-Z2-7]|EXAMPLEKEY|\b\d{3}-\d{2}-\d{4}\b/)
    expect(Math.max(...story.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  })

  it('refuses a place it cannot write to', async () => {
    const { code, stderr } = await weir([
      'demo',
      '--recorded',
      '--save',
      desk.path('nowhere/day.ndjson'),
    ])
    expect(code).toBe(3)
    expect(stderr).toContain('cannot be written')
  })
})
