import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ExchangeLine } from '@weir/schema'
import type { Incident, Overview } from '@weir/schema/api'
import { bankDay } from '@weir/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chromiumPath, needsChromium, openBrowser, openPage } from '../testing/browser.ts'
import { feed } from '../testing/feed.ts'
import { startWeirProcess, type WeirProcess } from '../testing/weir-process.ts'

const patience = 120_000
const data = mkdtempSync(join(tmpdir(), 'weir-truth-'))
const has = chromiumPath !== null

let browser: Browser
let weir: WeirProcess
let page: Page
let overview: Overview
let incident: Incident
const texts = new Map<string, string>()

/** The recorded breach, moved so that it has just happened. */
function breachJustNow(): readonly ExchangeLine[] {
  const day = { seed: 4, date: '2026-03-03', exchanges: 3_000 }
  const sameAs = (line: ExchangeLine): string => JSON.stringify({ ...line, id: '' })
  const quiet = new Set(bankDay(day).map(sameAs))
  const lines = bankDay({ ...day, attack: true })
  const last = lines.findLast((line) => !quiet.has(sameAs(line)))
  if (last === undefined) throw new Error('expected a breach')
  const end = last.ts + 30_000
  const shift = Date.now() - end
  return lines.filter(({ ts }) => ts <= end).map((line) => ({ ...line, ts: line.ts + shift }))
}

beforeAll(async () => {
  if (!has) return
  const config = join(import.meta.dirname, 'testdata', 'truth.yaml')
  weir = await startWeirProcess(data, config)
  const lines = breachJustNow()
  await feed(weir, lines)
  await vi.waitFor(
    async () => {
      const { balance } = Object(await weir.ask('/api/v1/status'))
      expect(balance).toMatchObject({ received: lines.length, held: 0 })
    },
    { timeout: 60_000, interval: 200 },
  )
  browser = await openBrowser()
  const opened = await openPage(browser, { width: 1440, theme: 'light' })
  ;({ page } = opened)
  await opened.context.addCookies([{ ...(await weir.session()), url: weir.url }])
  await page.goto(weir.url)
  await page.waitForSelector('h1:has-text("open")')
  // No update comes between what is read here and what the API is asked for.
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  const whenAnswered = page.waitForResponse(/\/api\/v1\/overview/)
  await page.goto(`${weir.url}/?t=live-7d`)
  overview = await (await whenAnswered).json()
  await page.waitForSelector('.strip .fig')
  await page.click('details.twin > summary')
  for (const part of [
    '.strip',
    '.tally',
    'details.twin tbody',
    '.rowlist.at',
    '#changed + .dim',
    '#attention + .dim',
  ])
    texts.set(part, (await page.locator(part).first().innerText()).replaceAll('\u00a0', ' '))
  const [summary] = Object(await weir.ask('/api/v1/incidents')).items
  incident = Object(await weir.ask(`/api/v1/incidents/${summary.id}`))
  await page.goto(`${weir.url}/incidents/${incident.id}`)
  await page.waitForSelector('.tl')
  for (const part of ['.lead', '.tl', '#happened + .dim', '.pair'])
    texts.set(part, (await page.locator(part).first().innerText()).replaceAll('\u00a0', ' '))
}, patience)

afterAll(async () => {
  await browser?.close()
  await weir?.kill('SIGTERM')
  rmSync(data, { recursive: true, force: true })
}, patience)

const group = (value: number): string => value.toLocaleString('en-US')

describe('every number on the screen is true', () => {
  it('shows on the Overview what the API says', (context) => {
    if (!has) context.skip(needsChromium)
    const { balance, learning, attention_total: attention, changed_total: changed } = overview
    const lost = balance.held + balance.dropped
    expect(texts.get('.strip')).toContain(
      `${group(learning.operations_known)} of ${group(learning.operations)} known`,
    )
    expect(texts.get('.strip')).toMatch(
      new RegExp(`Not analysed\\s+${group(lost)}\\s+of ${group(balance.received)} exchanges`),
    )
    const tally = [balance.received, balance.analysed, balance.held, balance.dropped].map(group)
    expect(
      texts
        .get('.tally')
        ?.match(/[\d,]+(?=\n|$)/g)
        ?.slice(0, 4),
    ).toEqual(tally)
    expect(texts.get('#attention + .dim')).toBe(group(attention))
    expect(texts.get('#changed + .dim')).toBe(`${group(changed)} changes`)
    expect(overview.flows).not.toBeNull()
    const rows = texts.get('details.twin tbody')?.split('\n') ?? []
    for (const { source, destination, calls, flagged } of overview.flows ?? []) {
      const row = rows.find((line) => line.startsWith(`${source}\t${destination}\t`)) ?? ''
      const cells = row.split('\t')
      expect([source, destination, cells[2], cells[5]]).toEqual([
        source,
        destination,
        group(calls),
        group(flagged),
      ])
    }
  })

  it('shows on the incident what the API says', (context) => {
    if (!has) context.skip(needsChromium)
    expect(texts.get('#happened + .dim')).toContain(`${incident.findings} findings`)
    const own = incident.flows.filter(({ service }) => incident.services.includes(service))
    const calls = own.reduce((sum, flow) => sum + flow.calls, 0)
    expect(texts.get('.lead')).toContain(`${group(calls)} calls took`)
    const timeline = texts.get('.tl') ?? ''
    for (const { title, tracker, count } of incident.timeline) {
      expect(timeline).toContain(title)
      expect(timeline).toContain(tracker)
      if (count > 1) expect(timeline).toContain(`${group(count)} exchanges like it`)
    }
    for (const { learned_calls: learned } of incident.normal.slice(0, 3))
      expect(texts.get('.pair')).toContain(`learned from ${group(learned)} calls`)
  })

  it('has it from the ledger', { timeout: patience }, async (context) => {
    if (!has) context.skip(needsChromium)
    await weir.kill('SIGTERM')
    const instance = await DuckDBInstance.create(join(data, 'ledger.duckdb'), {
      access_mode: 'READ_ONLY',
    })
    const connection = await instance.connect()
    const rowsOf = async (text: string): Promise<readonly Record<string, unknown>[]> =>
      (await connection.runAndReadAll(text)).getRowObjectsJS()
    const [all] = await rowsOf('SELECT count(*)::INT AS calls FROM calls')
    const edges = await rowsOf(
      `SELECT source, service AS destination, count(*)::INT AS calls,
        count(*) FILTER (WHERE len(findings) > 0)::INT AS flagged
        FROM calls GROUP BY ALL ORDER BY source, destination`,
    )
    const shown = (overview.flows ?? [])
      .map(({ source, destination, calls, flagged }) => ({ source, destination, calls, flagged }))
      .toSorted((left, right) =>
        left.source === right.source
          ? left.destination < right.destination
            ? -1
            : 1
          : left.source < right.source
            ? -1
            : 1,
      )
    expect(shown).toEqual(edges)
    expect(all).toEqual({ calls: shown.reduce((sum, { calls }) => sum + calls, 0) })
    for (const { actor, service, calls } of incident.flows) {
      const [row] = await rowsOf(
        `SELECT count(*)::INT AS calls FROM calls WHERE actor = '${actor}' AND service = '${service}'
          AND ts BETWEEN ${incident.first_ms} AND ${incident.last_ms}`,
      )
      expect({ actor, service, calls }).toEqual({ actor, service, calls: row?.['calls'] })
    }
    connection.closeSync()
    instance.closeSync()
  })
})
