import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../testing/axe.ts'
import { chromiumPath, needsChromium, openBrowser, openPage } from '../testing/browser.ts'
import { startWeirProcess, type WeirProcess } from '../testing/weir-process.ts'

const patience = 120_000
const data = mkdtempSync(join(tmpdir(), 'weir-own-types-'))
const has = chromiumPath !== null

let browser: Browser
let weir: WeirProcess
let page: Page
let complaints: readonly string[] = []

beforeAll(async () => {
  if (!has) return
  weir = await startWeirProcess(data, join(import.meta.dirname, 'testdata', 'truth.yaml'))
  browser = await openBrowser()
  const opened = await openPage(browser, { width: 1440, theme: 'dark' })
  ;({ page, complaints } = opened)
  await opened.context.addCookies([{ ...(await weir.session()), url: weir.url }])
}, patience)

afterAll(async () => {
  if (!has) return
  await browser.close()
  await weir.kill('SIGTERM')
  rmSync(data, { recursive: true, force: true })
})

async function kept(): Promise<readonly object[]> {
  return Object(await weir.ask('/api/v1/own-types')).items
}

describe('data types of one’s own on the Data page', { timeout: patience }, () => {
  it('are defined, said beside the field when refused, edited and removed', async (ctx) => {
    ctx.skip(!has, needsChromium)
    await page.goto(`${weir.url}/data`)
    await page.getByRole('button', { name: 'Define a type' }).click()
    const dialog = page.getByRole('dialog')
    const field = (label: string): Locator => dialog.getByLabel(label, { exact: true })
    await field('Id').fill('X_BADGE')
    await field('Pattern').fill('B-[0-9]{6}')
    await field('Examples, one a line').fill('B-123456\nB-12')
    await field('Sensitivity').selectOption('critical')
    await dialog.getByRole('button', { name: 'Define it' }).click()
    const examples = field('Examples, one a line')
    await expect.poll(() => examples.getAttribute('aria-invalid')).toBe('true')
    expect(await dialog.getByRole('alert').allInnerTexts()).toEqual(['Line 2 is not of this type'])
    expect(await violations(page)).toEqual([])
    expect(await kept()).toEqual([])

    await examples.fill('B-123456')
    await dialog.getByRole('button', { name: 'Define it' }).click()
    const row = page.getByRole('row', { name: /X_BADGE/ })
    await expect.poll(() => row.innerText()).toContain('critical')
    expect(await violations(page)).toEqual([])

    await row.getByRole('button', { name: 'Edit X_BADGE' }).click()
    await field('Names of fields that tell of it').fill('badge, staff number')
    await dialog.getByRole('button', { name: 'Keep the change' }).click()
    await expect.poll(() => row.innerText()).toContain('badge, staff number')
    expect(await kept()).toMatchObject([
      { id: 'X_BADGE', keys: ['badge', 'staff number'], sensitivity: 'critical' },
    ])

    await row.getByRole('button', { name: 'Remove X_BADGE' }).click()
    await expect.poll(() => row.count()).toBe(0)
    expect(await kept()).toEqual([])
    // A refusal is an answer, which Chromium writes down.
    expect(complaints.filter((one) => !/status of 422/.test(one))).toEqual([])
  })
})
