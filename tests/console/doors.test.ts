import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Door, startDoor } from '@weir/sensor'
import { readApiToken } from '@weir/server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { violations } from '../testing/axe.ts'
import { chromiumPath, needsChromium, openBrowser, openPage } from '../testing/browser.ts'
import { startWeirProcess, type WeirProcess } from '../testing/weir-process.ts'

const patience = 120_000
const data = mkdtempSync(join(tmpdir(), 'weir-doors-'))
const has = chromiumPath !== null

let browser: Browser
let weir: WeirProcess
let door: Door
let page: Page
let complaints: readonly string[] = []

beforeAll(async () => {
  if (!has) return
  weir = await startWeirProcess(data, join(import.meta.dirname, 'testdata', 'truth.yaml'))
  door = startDoor({ url: weir.url, key: weir.key, agent: 'weir-test/1', can: ['deny'] })
  await door.ready(10_000)
  browser = await openBrowser()
  const opened = await openPage(browser, { width: 1440, theme: 'dark' })
  ;({ page, complaints } = opened)
  await opened.context.addCookies([{ ...(await weir.session()), url: weir.url }])
}, patience)

afterAll(async () => {
  if (!has) return
  door.close()
  await browser.close()
  await weir.kill('SIGTERM')
  rmSync(data, { recursive: true, force: true })
})

describe('the doors of the console', { timeout: patience }, () => {
  it('show who holds what, take a decision back, and open and close in one click', async (ctx) => {
    ctx.skip(!has, needsChromium)
    const made = await fetch(`${weir.url}/api/v1/decisions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${readApiToken(data)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        subject: { kind: 'ip', range: '203.0.113.7' },
        action: { kind: 'deny' },
        mode: 'enforce',
        reason: '<b>scraper</b>',
      }),
    })
    expect(made.status).toBe(201)
    await vi.waitFor(() => expect(door.state().held).toBe(1))
    await page.goto(`${weir.url}/sensors`)
    await page.waitForSelector('td:has-text("weir-test/1")')
    await page.waitForSelector('td:has-text("203.0.113.7")')
    await page.waitForSelector('td:has-text("<b>scraper</b>")')
    expect(await violations(page)).toEqual([])

    await page.getByRole('button', { name: 'Open all doors for an hour' }).click()
    await page.waitForSelector('button:has-text("Close all doors")')
    await vi.waitFor(() => expect(door.state().open).toBe('break-glass'))
    await page.getByRole('button', { name: 'Close all doors' }).click()
    await vi.waitFor(() => expect(door.state().open).toBeNull())

    await page.getByRole('button', { name: 'Undo' }).click()
    await vi.waitFor(() => expect(door.state().held).toBe(0))
    await page.waitForSelector('p:has-text("weir decisions deny")')
    expect(complaints).toEqual([])
  })
  it('name whoever sends in vain, and say what to write where for a new sensor', async (ctx) => {
    ctx.skip(!has, needsChromium)
    const headers = { authorization: 'Bearer weir_wrong' }
    const sent = await fetch(`${weir.url}/v1/exchanges`, { method: 'POST', headers, body: '{}' })
    expect(sent.status).toBe(401)
    await page.goto(`${weir.url}/sensors`)
    await page.waitForSelector('.symptoms li:has-text("Unknown sensor key")')
    await page.getByRole('button', { name: 'Add a sensor' }).click()
    await page.getByLabel('Name, such as').fill('edge-2')
    await page.getByLabel('nginx').check()
    await page.getByLabel('It is a door as well').check()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Make a key' }).click()
    await page.waitForSelector('pre:has-text("init_by_lua_block")')
    const text = await page.locator('pre').textContent()
    expect(text).toContain(`url = "${weir.url}"`)
    expect(text).toContain('door = true')
    expect(complaints).toEqual([])
  })
})
