// What the console costs: how soon it can be used on the demo, and its longest pause while 5,000
// operations and 100,000 findings are scrolled and filtered. A pause is a task of the page's one thread.
import { openBrowser, startDemo } from './lib/demo.mjs'
import { findingCount, operationCount, startLargeConsole } from './lib/large-console.mjs'
import { median } from './lib/measure.mjs'
import { grouped, printTable } from './lib/table.mjs'

const loads = 7

const browser = await openBrowser()
if (browser === null) console.log('  skipped: needs chromium')
else {
  try {
    await firstUse()
    await pauses()
  } finally {
    await browser.close()
  }
}

async function firstUse() {
  const demo = await startDemo('--speed', '4')
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(demo.link)
    await demo.says('What was promised')
    const times = []
    let bytes = 0
    for (let load = 0; load < loads; load += 1) {
      // A fresh context has no cache; the session comes along.
      const fresh = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        storageState: await context.storageState(),
      })
      const tab = await fresh.newPage()
      const counted = countBytes(tab)
      times.push(await usableMs(tab, new URL('/', demo.link).href))
      await tab.waitForTimeout(500)
      bytes = await counted()
      await fresh.close()
    }
    console.log(
      `  usable on the demo, nothing cached: median ${grouped(median(times))} ms of ${loads} loads (bar: 1,000)`,
    )
    console.log(
      `  first load, HTML, CSS and JavaScript as they travel: ${grouped(bytes)} bytes (bar: 200,000)`,
    )
  } finally {
    await demo.stop()
  }
}

function countBytes(page) {
  const sizes = []
  page.on('requestfinished', (request) => {
    if (['document', 'script', 'stylesheet'].includes(request.resourceType()))
      sizes.push(request.sizes())
  })
  return async () =>
    (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
}

/** From the navigation until the Overview is drawn and answers a key. */
async function usableMs(page, url) {
  await page.addInitScript(() => {
    const look = () => {
      const isDrawn = document.querySelector('.river svg a') !== null
      if (isDrawn) setTimeout(() => Object.assign(globalThis, { usableAt: performance.now() }), 0)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  await page.goto(url)
  await page.waitForFunction(() => globalThis.usableAt !== undefined)
  return page.evaluate(() => globalThis.usableAt)
}

async function pauses() {
  const large = await startLargeConsole()
  try {
    const rows = []
    for (const [name, path, words] of [
      [`findings, ${grouped(findingCount)}`, '/findings?t=live-7d', 'service-7'],
      [`operations, ${grouped(operationCount)}`, '/catalog', 'things-31'],
    ]) {
      rows.push([name, ...(await pausesOf(`${large.url}${path}`, words))])
    }
    console.log('\n  longest pause, milliseconds (bar: 100)')
    printTable(['list', 'scrolling', 'filtering', 'rows passed'], rows)
  } finally {
    large.stop()
  }
}

async function pausesOf(url, words) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const tasks = []
    Object.assign(globalThis, { tasks })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration)
    }).observe({ type: 'longtask' })
  })
  await page.goto(url)
  await page.waitForSelector('.long tbody [data-row]')
  await page.evaluate(() => globalThis.tasks.splice(0))
  await page.mouse.move(800, 600)
  for (let turn = 0; turn < 120; turn += 1) {
    await page.mouse.wheel(0, 900)
    await page.waitForTimeout(16)
  }
  const passed = await page.evaluate(() => {
    const { scrollTop } = document.querySelector('.long')
    return Math.round(scrollTop / document.querySelector('.long tbody tr:not(.room)').clientHeight)
  })
  const scrolling = await longest(page)
  await page.click('[data-filter]')
  await page.keyboard.type(words, { delay: 60 })
  await page.waitForFunction((text) => decodeURIComponent(location.search).includes(text), words)
  await page.waitForTimeout(600)
  const filtering = await longest(page)
  await context.close()
  return [scrolling, filtering, grouped(passed)]
}

/** Long tasks are those above 50 ms: where there is none, the longest is below that. */
async function longest(page) {
  const tasks = await page.evaluate(() => globalThis.tasks.splice(0))
  return tasks.length === 0 ? '< 50' : grouped(Math.max(...tasks))
}
