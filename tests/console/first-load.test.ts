import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, needsChromium, openBrowser, openPage } from '../testing/browser.ts'
import { startWeirProcess, type WeirProcess } from '../testing/weir-process.ts'

const data = mkdtempSync(join(tmpdir(), 'weir-first-load-'))
const has = chromiumPath !== null
/** HTML, CSS and JavaScript as they travel, in bytes. */
const budget = 200_000
const fontBudget = 80_000

let browser: Browser
let weir: WeirProcess

beforeAll(async () => {
  if (!has) return
  weir = await startWeirProcess(data, join(import.meta.dirname, 'testdata', 'truth.yaml'))
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await weir?.kill('SIGTERM')
  rmSync(data, { recursive: true, force: true })
})

describe('the first load', () => {
  it('stays within its budget, palette and curve included', async (context) => {
    if (!has) context.skip(needsChromium)
    const { page, context: window } = await openPage(browser, { width: 1440, theme: 'light' })
    await window.addCookies([{ ...(await weir.session()), url: weir.url }])
    const bytes = { page: 0, fonts: 0 }
    page.on('requestfinished', async (request) => {
      const { responseBodySize } = await request.sizes()
      const kind = request.resourceType()
      if (['document', 'script', 'stylesheet'].includes(kind)) bytes.page += responseBodySize
      if (kind === 'font') bytes.fonts += responseBodySize
    })
    await page.goto(weir.url)
    await page.waitForSelector('h1')
    await page.waitForLoadState('networkidle').catch(() => undefined)
    expect(bytes.page).toBeGreaterThan(50_000)
    expect(bytes.page).toBeLessThanOrEqual(budget)
    expect(bytes.fonts).toBeLessThanOrEqual(fontBudget)
  })

  it('says on an empty Weir what to do', async (context) => {
    if (!has) context.skip(needsChromium)
    const {
      page,
      context: window,
      complaints,
    } = await openPage(browser, { width: 1440, theme: 'dark' })
    await window.addCookies([{ ...(await weir.session()), url: weir.url }])
    for (const [path, words] of [
      ['/', 'No water yet'],
      ['/findings', 'No finding is active'],
      ['/catalog', 'No operation yet'],
      ['/data', 'No sensitive data seen'],
      ['/sensors', 'Nobody watches yet'],
    ] as const) {
      await page.goto(`${weir.url}${path}`)
      await page.waitForSelector(`main :text("${words}")`)
    }
    expect(complaints).toEqual([])
  })
})

describe('a Weir that goes away', () => {
  it('leaves what is known on the screen, says so, and comes back', {
    timeout: 60_000,
  }, async (context) => {
    if (!has) context.skip(needsChromium)
    const { page, context: window } = await openPage(browser, { width: 1440, theme: 'light' })
    await window.addCookies([{ ...(await weir.session()), url: weir.url }])
    await page.goto(weir.url)
    await page.waitForSelector('.live.live')
    await page.route('**/api/v1/**', (route) => route.abort())
    await page.getByRole('button', { name: 'Live', exact: true }).click()
    await page.getByRole('button', { name: 'Paused', exact: true }).click()
    await page.waitForSelector('.notice:has-text("Not live")')
    expect(await page.locator('h1').innerText()).toBe('No water yet')
    await page.unroute('**/api/v1/**')
    await page.getByRole('button', { name: 'Try now' }).click()
    await page.waitForSelector('.live.live')
    await page.waitForSelector('.notice', { state: 'detached' })
  })
})
