// Writes docs/reference from descriptors: what the code says and what the docs say cannot part.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataTypes, limits, trackers } from '../packages/engine/dist/index.js'
import { errorCodes, errorGuide } from '../packages/server/dist/index.js'
import { exitWith, root } from './process.mjs'

const folder = join(root, 'docs', 'reference')
const made = '<!-- Made by scripts/generate-reference.mjs: run npm run check -- --fix -->\n'

const pages = {
  'limits.md': limitsPage(),
  'data-types.md': dataTypesPage(),
  'trackers.md': trackersPage(),
  'errors.md': errorsPage(),
}

function limitsPage() {
  const source = readFileSync(join(root, 'packages', 'engine', 'src', 'limits.ts'), 'utf8')
  const body = source.slice(source.indexOf('export const limits'))
  const rows = []
  let meaning = ''
  for (const line of body.split('\n')) {
    meaning = /^\s*\/\*\* (.*) \*\/$/.exec(line)?.[1] ?? meaning
    const name = /^\s{2}(\w+):/.exec(line)?.[1]
    if (name !== undefined) rows.push([`\`${name}\``, grouped(limits[name]), meaning])
  }
  return page(
    'Limits of the engine',
    'Senders choose what Weir reads, so everything it reads or remembers has a bound. What reaching one does is in [hostile input](hostile-input.md).',
    table(['limit', 'value', 'of what'], rows),
  )
}

function dataTypesPage() {
  const rows = dataTypes.map(({ id, category, jurisdiction, sensitivity, summary }) => [
    `\`${id}\``,
    summary,
    category,
    jurisdiction ?? '',
    sensitivity,
  ])
  return page(
    'Data types',
    `The ${rows.length} kinds of data Weir tells apart, by the one spelling used in the API, the console, verdicts and reports.`,
    table(['id', 'what it is', 'category', 'jurisdiction', 'sensitivity'], rows),
  )
}

function trackersPage() {
  const rows = trackers
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .map(({ id, summary, maps, todo }) => {
      const readme = `../../packages/engine/src/trackers/${id.replaceAll(/[._]/g, '-')}/README.md`
      return [`[\`${id}\`](${readme})`, summary, maps.join(', '), todo]
    })
  return page(
    'Dynamic API Risk Trackers',
    'What Weir watches for. Each tracker has a page of its own: what it looks at, its thresholds with their reasons, what it misses and where it may be wrong.',
    table(['tracker', 'finds', 'OWASP API 2023, ATT&CK', 'what to do'], rows),
  )
}

function errorsPage() {
  const rows = errorCodes.map((code) => {
    const { meaning, met, todo, exitCode, http } = errorGuide[code]
    return [`\`${code}\``, meaning, met, todo, exitCode ?? 'goes on', http ?? 'nothing listens yet']
  })
  return page(
    'Errors',
    'Something outside Weir stands in the way. The message on standard error, or in the log, ends with one of these codes or carries it as `code`; it names what was expected, where, and what to do. Exit code 70 is a bug of ours.',
    table(['code', 'meaning', 'when it is met', 'what to do', 'exit code', 'HTTP'], rows),
  )
}

function page(title, text, body) {
  return `${made}# ${title}\n\n${text}\n\n${body}`
}

function table(titles, rows) {
  return [titles, titles.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('')
}

function grouped(number) {
  return number.toLocaleString('en-US')
}

mkdirSync(folder, { recursive: true })
const stale = Object.entries(pages).filter(([name, text]) => textOf(join(folder, name)) !== text)
for (const [name, text] of stale) {
  if (process.argv.includes('--check')) {
    console.error(`docs/reference/${name} is not what the code says: run npm run check -- --fix`)
    exitWith(1)
  } else writeFileSync(join(folder, name), text)
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
