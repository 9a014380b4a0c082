// Pictures of the console for the documents, taken from the demo: docs/guide/images.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser, startDemo } from './lib/demo.mjs'

const folder = fileURLToPath(new URL('../docs/guide/images', import.meta.url))

/** Name, address, width, theme. */
const pictures = [
  ['overview', '/', 1440, 'light'],
  ['overview-dark', '/', 1440, 'dark'],
  ['overview-1024', '/', 1024, 'light'],
  ['incident', 'incident', 1440, 'light'],
  ['incident-dark', 'incident', 1440, 'dark'],
  ['finding', 'finding', 1440, 'light'],
  ['findings', '/findings', 1440, 'light'],
  ['catalog', '/catalog', 1440, 'light'],
  ['operation', 'operation', 1440, 'light'],
  ['operation-dark', 'operation', 1440, 'dark'],
  ['specification', '/catalog/specs/bank.example', 1440, 'light'],
  ['data', '/data?type=US_SSN', 1440, 'light'],
  ['sensors', '/sensors', 1440, 'light'],
  ['palette', 'palette', 1440, 'light'],
]

const browser = await openBrowser()
if (browser === null) console.log('  skipped: needs chromium')
else {
  const demo = await startDemo()
  try {
    await takeAll(demo)
  } finally {
    await Promise.all([browser.close(), demo.stop()])
  }
}

async function takeAll(demo) {
  mkdirSync(folder, { recursive: true })
  const context = await browser.newContext()
  await (await context.newPage()).goto(demo.link)
  await demo.says('What was promised')
  const storageState = await context.storageState()
  const base = new URL('/', demo.link)
  const first = async (path) =>
    (await (await context.request.get(new URL(`/api/v1/${path}`, base).href)).json()).items[0].id
  const kinds = {
    incident: `/incidents/${await first('incidents')}`,
    finding: `/findings/${await first('findings?tracker=bulk.sync')}`,
    operation: `/catalog/${await first('operations?service=customers.bank.internal&q={customerId}')}`,
    palette: '/catalog',
  }
  await giveDocument(context, base)
  for (const [name, where, width, theme] of pictures) {
    const own = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: theme,
      reducedMotion: 'reduce',
      storageState,
    })
    const page = await own.newPage()
    await page.goto(new URL(kinds[where] ?? where, base).href)
    await page.waitForSelector('main h1')
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(700)
    if (where === 'palette') {
      await page.keyboard.press('Control+k')
      await page.waitForSelector('dialog.palette input:focus')
      await page.keyboard.type('acc')
      await page.waitForTimeout(500)
    }
    await page.screenshot({ path: join(folder, `${name}.png`) })
    console.log(`  ${name}.png`)
    await own.close()
  }
}

/** What was learned of the bank, after its owners forgot some of it and grew old with the rest. */
async function giveDocument({ request }, base) {
  const at = (path) => new URL(`/api/v1/${path}`, base).href
  const document = await (
    await request.get(at('services/bank.example/openapi?bounds=false'))
  ).json()
  const { paths } = document
  document.info = { title: 'Bank API', version: '2.3' }
  delete paths['/v1/cards/{cardId}']
  paths['/v1/me'].get.deprecated = true
  paths['/v1/legacy/transfers'] = { get: { responses: { 200: { description: 'old' } } } }
  const { schema } =
    paths['/v1/accounts/{accountId}'].get.responses[200].content['application/json']
  delete schema.properties.iban
  schema.properties.currency = { type: 'integer' }
  const data = {
    service: 'bank.example',
    file: 'bank.yaml',
    text: JSON.stringify(document, null, 1),
  }
  await request.post(at('specs'), { data, headers: { origin: base.origin } })
}
