import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { violations } from '../testing/axe.ts'
import { chromiumPath, needsChromium, openBrowser, openPage } from '../testing/browser.ts'
import { feed } from '../testing/feed.ts'
import { startWeirProcess, type WeirProcess } from '../testing/weir-process.ts'

const patience = 120_000
const data = mkdtempSync(join(tmpdir(), 'weir-corrections-'))
const has = chromiumPath !== null
const teams = ['red', 'blue', 'green'] as const

let browser: Browser
let weir: WeirProcess
let page: Page
let complaints: readonly string[] = []

const now = Date.now()
const calls = Array.from({ length: 120 }, (_, index) => ({
  ts: now - 60_000 + index * 100,
  src: { ip: `203.0.113.${index % 9}` },
  dst: { host: 'shop' },
  req: { method: 'GET', url: `/teams/${teams[index % 3]}/plans/${500 + (index % 40)}` },
  res: {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ [`of_${teams[index % 3]}`]: index }),
  },
}))

async function operations(): Promise<readonly { id: string; template: string }[]> {
  return Object(await weir.ask('/api/v1/operations')).items
}

beforeAll(async () => {
  if (!has) return
  weir = await startWeirProcess(data, join(import.meta.dirname, 'testdata', 'truth.yaml'))
  await feed(weir, calls)
  await vi.waitFor(async () => expect(await operations()).toHaveLength(3), {
    timeout: 30_000,
    interval: 200,
  })
  browser = await openBrowser()
  const opened = await openPage(browser, { width: 1440, theme: 'light' })
  ;({ page, complaints } = opened)
  await opened.context.addCookies([{ ...(await weir.session()), url: weir.url }])
}, patience)

afterAll(async () => {
  if (!has) return
  await browser.close()
  await weir.kill('SIGTERM')
  rmSync(data, { recursive: true, force: true })
})

describe('correcting a path', { timeout: patience }, () => {
  it('merges words into a parameter in two clicks, lists it, and takes it back', async (ctx) => {
    ctx.skip(!has, needsChromium)
    const red = (await operations()).find(({ template }) => template.includes('/red/'))
    await page.goto(`${weir.url}/catalog/${red?.id ?? ''}`)
    await page.getByRole('button', { name: 'red is a value' }).click()
    const dialog = page.getByRole('dialog')
    await expect.poll(() => dialog.innerText()).toContain('3 operations gone')
    expect(await dialog.innerText()).toContain('/teams/{teamId}/plans/{planId}')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Correct it' }).click()

    await page.waitForURL(/\/catalog\?service=shop/)
    await expect.poll(() => page.locator('table').innerText()).toContain('{teamId}')
    expect(await operations()).toMatchObject([
      { template: '/teams/{teamId}/plans/{planId}', calls: 120 },
    ])

    await page.goto(`${weir.url}/catalog/corrections`)
    await expect.poll(() => page.locator('h1').innerText()).toBe('1 correction')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.locator('h1').innerText()).toBe('Nobody has corrected anything')
  })

  it('shows why a segment is a parameter by five kinds of evidence, and gives it another name', async (ctx) => {
    ctx.skip(!has, needsChromium)
    const [first] = await operations()
    await page.goto(`${weir.url}/catalog/${first?.id ?? ''}`)
    const why = page.locator('aside.why')
    for (const kind of ['Looks', 'New values', 'Evenness', 'Alike', 'Actors']) {
      await expect.poll(() => why.innerText()).toContain(kind)
    }
    await why.getByRole('button', { name: 'Rename {planId}' }).click()
    const dialog = page.getByRole('dialog')
    const path = dialog.getByRole('textbox')
    await path.fill((await path.inputValue()).replace('{planId}', '{plan number}'))
    await expect.poll(() => dialog.innerText()).toContain('is no parameter')
    await path.fill((await path.inputValue()).replace('{plan number}', '{number}'))
    await dialog.getByRole('button', { name: 'Correct it' }).click()
    await expect
      .poll(async () => (await operations()).map(({ template }) => template).join(' '))
      .toContain('{number}')
    // A name that is none and an operation that is no more are answers, which Chromium writes down.
    expect(complaints.filter((one) => !/status of 40[04]/.test(one))).toEqual([])
  })
})
