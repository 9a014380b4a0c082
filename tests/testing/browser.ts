import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** Where a Chromium may be; the first one that is there serves. */
const places = [
  process.env['WEIR_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

export const chromiumPath = places.find((path) => path !== undefined && existsSync(path)) ?? null

/** What a test says where there is none. */
export const needsChromium = 'needs chromium'

export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('no Chromium: set WEIR_CHROMIUM to its path')
  // As root there is no sandbox to be had; the pages are ours.
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
}

export interface Look {
  readonly width: number
  readonly theme: 'light' | 'dark'
}

/** A page, and everything it complained of. */
export interface WatchedPage {
  readonly page: Page
  readonly context: BrowserContext
  readonly complaints: string[]
}

/** Opens a page in a context of its own, where nothing of another test is left. */
export async function openPage(browser: Browser, { width, theme }: Look): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, context, complaints }
}
