import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { violations } from '../testing/axe.ts'
import { chromiumPath, needsChromium, openBrowser, openPage } from '../testing/browser.ts'
import { feed } from '../testing/feed.ts'
import { startWeirProcess, type WeirProcess } from '../testing/weir-process.ts'

const patience = 120_000
const data = mkdtempSync(join(tmpdir(), 'weir-specs-'))
const has = chromiumPath !== null

let browser: Browser
let weir: WeirProcess
let page: Page
let complaints: readonly string[] = []

const now = Date.now()
const urls = ['/orders/#', '/refunds', '/customers/#?expand=all'] as const
const calls = Array.from({ length: 120 }, (_, index) => ({
  ts: now - 60_000 + index * 100,
  src: { ip: `203.0.113.${index % 9}`, service: 'web' },
  dst: { host: 'shop' },
  req: { method: 'GET', url: (urls[index % 3] ?? '').replace('#', String(500 + (index % 40))) },
  res: {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ total: index, note: 'x' }),
  },
}))

const document = `openapi: 3.1.0
info: {title: Shop, version: "2"}
paths:
  /orders/{id}:
    get:
      deprecated: true
      responses: {200: {content: {application/json: {schema: {type: object, properties: {total: {type: string}}}}}}}
  /customers/{id}:
    get: {responses: {200: {description: ok}}}
  /vouchers:
    get: {responses: {200: {$ref: "#/components/responses/Nothing"}}}
`

beforeAll(async () => {
  if (!has) return
  weir = await startWeirProcess(data, join(import.meta.dirname, 'testdata', 'truth.yaml'))
  await feed(weir, calls)
  await vi.waitFor(
    async () => expect(Object(await weir.ask('/api/v1/operations')).items).toHaveLength(3),
    { timeout: 30_000, interval: 200 },
  )
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

describe('the document of a service', { timeout: patience }, () => {
  it('is pasted, refused with its lines, mended, and kept', async (ctx) => {
    ctx.skip(!has, needsChromium)
    await page.goto(`${weir.url}/catalog?service=shop`)
    await page.getByRole('link', { name: 'Specification' }).click()
    await expect
      .poll(() => page.locator('h1').innerText())
      .toBe('Nobody has given the document of shop yet')
    expect(await violations(page)).toEqual([])
    const text = page.getByRole('textbox', { name: 'Or paste it' })
    // Letters are text here, not keys of the page.
    await text.pressSequentially('go: [')
    await page.getByRole('button', { name: 'See what comes of it' }).click()
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('line 1')
    await text.fill(document)
    await page.getByRole('button', { name: 'See what comes of it' }).click()
    const outcome = page.getByRole('status')
    await expect.poll(() => outcome.innerText()).toContain('Shop 2, 3 operations.')
    expect(await outcome.innerText()).toContain('#/components/responses/Nothing leads nowhere')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Keep it' }).click()
    await expect
      .poll(() => page.locator('h1').innerText())
      .toBe('shop answers 1 operation not in its document')
  })

  it('shows each difference by rule, and opens its operation', async (ctx) => {
    ctx.skip(!has, needsChromium)
    const table = page.locator('table.sd')
    for (const words of ['GET/refunds', 'res.body total', 'req.query expand', 'GET/vouchers']) {
      await expect.poll(async () => (await table.innerText()).replaceAll('\n', '')).toContain(words)
    }
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: /^zombie/ }).click()
    await page.waitForURL(/rule=zombie/)
    await expect.poll(() => table.locator('tbody').count()).toBe(1)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/catalog\/[A-Za-z0-9_-]+/)
    await expect.poll(() => page.locator('.tags').first().innerText()).toContain('Zombie')
    await page.goto(`${weir.url}/catalog?q=posture:shadow`)
    await expect.poll(() => page.locator('table').innerText()).toContain('/refunds')
    expect(await page.locator('table').innerText()).not.toContain('/orders')
  })

  it('is replaced by a file that is chosen, and what was learned comes as a file', async (ctx) => {
    ctx.skip(!has, needsChromium)
    await page.goto(`${weir.url}/catalog/specs/shop`)
    const file = join(data, 'shop.yaml')
    writeFileSync(file, document.replace('"2"', '"3"').replace('/vouchers', '/refunds'))
    await page.getByRole('button', { name: 'Give another' }).click()
    await page.locator('input[type=file]').setInputFiles(file)
    await expect.poll(() => page.getByRole('status').innerText()).toContain('Shop 3')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await expect.poll(() => page.locator('.ttl .lead').innerText()).toContain('shop.yaml')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download what was learned' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('shop.openapi.yaml')
    expect(readFileSync(await download.path(), 'utf8')).toContain('openapi: 3.1.1')
    await page.getByRole('button', { name: 'Remove' }).click()
    await expect
      .poll(() => page.locator('h1').innerText())
      .toBe('Nobody has given the document of shop yet')
    // A document that is refused is an answer, which Chromium writes down.
    expect(complaints.filter((one) => !/status of 422/.test(one))).toEqual([])
  })
})
