import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExchangeLine } from '@weir/schema'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chromiumPath, needsChromium, openBrowser, openPage } from '../testing/browser.ts'
import { feed } from '../testing/feed.ts'
import { startWeirProcess, type WeirProcess } from '../testing/weir-process.ts'

const patience = 120_000
const data = mkdtempSync(join(tmpdir(), 'weir-safety-'))
const has = chromiumPath !== null

let browser: Browser
let weir: WeirProcess

const hostile = [
  '<img src=x onerror=globalThis.pwned=1>',
  '"><script>globalThis.pwned=1</script>',
  "javascript:globalThis.pwned=1//'",
  '</title><svg onload=globalThis.pwned=1>',
  '\u202Eevil\u0000\u200B',
  '{{constructor.constructor("globalThis.pwned=1")()}}',
]

/** Every name a caller can choose, chosen to do harm. */
function lines(): readonly ExchangeLine[] {
  return hostile.flatMap((text, index) =>
    Array.from(
      { length: 6 },
      (_, turn): ExchangeLine => ({
        id: `h${index}-${turn}`,
        ts: Date.now() - 60_000 + index * 100 + turn,
        sensor: text,
        src: { ip: '203.0.113.9', service: text },
        dst: { host: text, service: text },
        req: {
          method: 'POST',
          url: `/${encodeURIComponent(text)}/${text}?${encodeURIComponent(text)}=${turn}&url=http://169.254.169.254/latest/meta-data/iam/security-credentials/`,
          headers: { host: text, 'user-agent': text, [`x-${index}`]: text },
          body: JSON.stringify({ [text]: text, email: `a${turn}@example.com` }),
        },
        res: {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ [text]: { [text]: turn }, ssn: '536-90-4399' }),
        },
      }),
    ),
  )
}

beforeAll(async () => {
  if (!has) return
  weir = await startWeirProcess(data, join(import.meta.dirname, 'testdata', 'truth.yaml'))
  const sent = lines()
  await feed(weir, sent)
  await vi.waitFor(
    async () => {
      const { balance, counts } = Object(await weir.ask('/api/v1/status'))
      expect(balance).toMatchObject({ received: sent.length, held: 0 })
      expect(counts.operations).toBeGreaterThan(0)
    },
    { timeout: 6_000, interval: 200 },
  )
  browser = await openBrowser()
}, patience)

afterAll(async () => {
  await browser?.close()
  await weir?.kill('SIGTERM')
  rmSync(data, { recursive: true, force: true })
}, patience)

describe('names somebody else chose', () => {
  it('are text on every page, and run nothing', { timeout: patience }, async (context) => {
    if (!has) context.skip(needsChromium)
    const {
      page,
      context: window,
      complaints,
    } = await openPage(browser, { width: 1440, theme: 'light' })
    await window.addCookies([{ ...(await weir.session()), url: weir.url }])
    const ask = async (path: string): Promise<readonly Record<string, string>[]> =>
      Object(await weir.ask(`/api/v1/${path}`)).items
    const findings = await ask('findings')
    const incidents = await ask('incidents')
    const operations = await ask('operations?limit=100')
    const services = await ask('services')
    expect(services.length).toBeGreaterThan(1)
    expect(findings.length).toBeGreaterThan(0)
    const paths = [
      '/?t=live-15m',
      '/findings',
      '/catalog',
      '/data?type=US_SSN',
      '/sensors',
      ...findings.slice(0, 6).map(({ id }) => `/findings/${encodeURIComponent(id ?? '')}`),
      ...incidents.slice(0, 3).map(({ id }) => `/incidents/${encodeURIComponent(id ?? '')}`),
      ...operations.slice(0, 8).map(({ id }) => `/catalog/${id}`),
      ...services
        .slice(0, 8)
        .map(({ name }) => `/catalog?service=${encodeURIComponent(name ?? '')}`),
      ...hostile.map((text) => `/findings?q=${encodeURIComponent(text)}`),
      ...hostile.map((text) => `/findings/${encodeURIComponent(text)}`),
    ]
    for (const path of paths) {
      await page.goto(new URL(path, weir.url).href)
      await page.waitForFunction(
        () =>
          document.querySelector('main h1, main [role="alert"]') !== null &&
          document.querySelector('.bones') === null,
      )
      const ran = await page.evaluate(() => ({
        pwned: Object(globalThis).pwned,
        inline: document.querySelectorAll('main script, main [onerror], main [onload]').length,
        links: [...document.querySelectorAll('a[href]')].filter(
          (link) => link instanceof HTMLAnchorElement && !/^https?:$/.test(link.protocol),
        ).length,
      }))
      expect({ path, ...ran }).toEqual({ path, pwned: undefined, inline: 0, links: 0 })
    }
    // A finding that is not there is answered with 404, and Chromium says so.
    expect(complaints.filter((line) => !/404|431|400/.test(line))).toEqual([])
    await window.close()
  })
})

describe('the doors of the console', () => {
  it('lets a page run only what came from here', async (context) => {
    if (!has) context.skip(needsChromium)
    const { headers } = await fetch(weir.url, { redirect: 'manual' })
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy).toContain(part)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  })

  it('answers a stranger with nothing but the way in', { timeout: patience }, async (context) => {
    if (!has) context.skip(needsChromium)
    const { page, context: window } = await openPage(browser, { width: 1440, theme: 'light' })
    await page.goto(weir.url)
    await page.waitForSelector('h1:has-text("Not signed in")')
    expect((await fetch(`${weir.url}/api/v1/overview`)).status).toBe(401)
    await window.close()
  })
})
