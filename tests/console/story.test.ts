import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../testing/axe.ts'
import { chromiumPath, needsChromium, openBrowser, openPage } from '../testing/browser.ts'
import { type DemoProcess, startDemo } from '../testing/demo-process.ts'

const patience = 120_000
const has = chromiumPath !== null

let browser: Browser
let demo: DemoProcess
/** Session of the one who opened the link. */
let session: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>

beforeAll(async () => {
  if (!has) return
  browser = await openBrowser()
  demo = await startDemo('--speed', '4')
}, patience)

afterAll(async () => {
  await Promise.all([browser?.close(), demo?.stop()])
}, patience)

describe('the console while the demo runs', () => {
  it('opens to the Overview and tells the breach as it happens', {
    timeout: patience,
  }, async (context) => {
    if (!has) context.skip(needsChromium)
    const { page, complaints } = await openPage(browser, { width: 1440, theme: 'light' })
    await page.addInitScript(watchIncident)
    await page.goto(demo.link)
    session = await page.context().storageState()
    await page.waitForSelector('h1:has-text("incident is open")', { timeout: patience })
    const { heardMs, shownMs } = await page.evaluate(() => Object(globalThis).incidentTimes)
    expect(heardMs).toBeGreaterThan(0)
    expect(shownMs - heardMs).toBeLessThan(1_000)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('leads from the Overview to the evidence and back by keyboard alone', {
    timeout: patience,
  }, async (context) => {
    if (!has) context.skip(needsChromium)
    await demo.whenItSays('What was promised')
    const { page, complaints } = await openSignedIn({ width: 1440, theme: 'light' })
    await page.goto(new URL('/', demo.link).href)
    await page.waitForSelector('.rowlist.at [data-row]')
    await step(page, 'j', '/')
    await step(page, 'Enter', '/incidents/')
    await page.waitForSelector('.tl [data-row]')
    for (const _ of [1, 2, 3, 4, 5]) await page.keyboard.press('j')
    await step(page, 'Enter', '/findings/')
    await page.waitForSelector('.calls [data-row]')
    await page.keyboard.press('j')
    await step(page, 'Enter', '/catalog/')
    await page.waitForSelector('.ophead')
    await step(page, 'Escape', '/findings/')
    await step(page, 'Escape', '/incidents/')
    await step(page, 'Escape', '/')
    await page.keyboard.press('Control+k')
    await page.waitForSelector('dialog.palette input:focus')
    await page.keyboard.type('sens')
    // On a busy machine the list may still be that of fewer letters.
    await page.waitForSelector('dialog.palette [aria-selected="true"]:has-text("Sensors")')
    await step(page, 'Enter', '/sensors')
    await page.keyboard.press('g')
    await step(page, 'd', '/data')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it.each([
    { width: 1440, theme: 'light', most: 20 },
    { width: 1024, theme: 'dark', most: 20 },
    { width: 1440, theme: 'dark', most: 4 },
    { width: 1024, theme: 'light', most: 4 },
  ] as const)(
    'has no serious violation, no error and no sideways scroll at $width in $theme',
    { timeout: patience },
    async ({ most, ...look }) => {
      if (!has) return
      await demo.whenItSays('What was promised')
      const { page, complaints } = await openSignedIn(look)
      for (const path of (await pages(page)).slice(0, most)) {
        await page.goto(new URL(path, demo.link).href)
        await whenDrawn(page)
        expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] })
        const isWide = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        )
        expect({ path, isWide }).toEqual({ path, isWide: false })
      }
      expect(complaints).toEqual([])
      await page.context().close()
    },
  )
})

async function openSignedIn(look: Parameters<typeof openPage>[1]): ReturnType<typeof openPage> {
  const opened = await openPage(browser, look)
  await opened.context.addCookies(session.cookies)
  return opened
}

/** The heading stands and nothing is being waited for. */
async function whenDrawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('main h1') !== null && document.querySelector('.bones') === null,
  )
}

/** One page of every kind, with what the demo has. */
async function pages(page: Page): Promise<readonly string[]> {
  const ask = async (path: string): Promise<readonly { id: string }[]> => {
    const response = await page.request.get(new URL(`/api/v1/${path}`, demo.link).href)
    return Object(await response.json()).items
  }
  const [incident] = await ask('incidents')
  const [finding] = await ask('findings')
  const [operation] = await ask('operations?q=transactions')
  return [
    '/',
    `/incidents/${incident?.id}`,
    `/catalog/${operation?.id}?field=req.path%20accountId`,
    '/findings',
    '/?lens=errors',
    '/findings?q=severity:low',
    `/findings/${finding?.id}`,
    '/catalog',
    '/catalog?service=bank.example',
    '/catalog/specs/bank.example',
    `/catalog/${operation?.id}?tab=volumes`,
    '/data?type=US_SSN',
    '/sensors',
    '/nowhere',
  ]
}

async function step(page: Page, key: string, path: string): Promise<void> {
  await page.keyboard.press(key)
  await page.waitForURL(({ pathname }) =>
    path.length > 1 && path.endsWith('/') ? pathname.startsWith(path) : pathname === path,
  )
}

/** In the page: when the feed told of the incident, and when the heading said so. */
function watchIncident(): void {
  const times = { heardMs: 0, shownMs: 0 }
  Object.assign(globalThis, { incidentTimes: times })
  class HeardSource extends EventSource {
    constructor(url: string | URL, options?: EventSourceInit) {
      super(url, options)
      this.addEventListener('incident', () => {
        times.heardMs ||= performance.now()
      })
    }
  }
  Object.assign(globalThis, { EventSource: HeardSource })
  const observer = new MutationObserver(() => {
    if (document.querySelector('h1')?.textContent?.includes('incident is open') === true) {
      times.shownMs ||= performance.now()
    }
  })
  observer.observe(document, { subtree: true, childList: true, characterData: true })
}
