// Runs `weir analyze` on outside data and scores it with the scorers beside that data. None of the
// data is part of the repository; without it this bench says so and measures nothing.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { dataTypes as knownTypes } from '@weir/engine'
import { grouped, printTable } from './lib/table.mjs'

const run = promisify(execFile)
const folder = process.env.WEIR_JUDGES ?? join('..', 'shared', 'judges')
const weir = join('packages', 'cli', 'bin', 'weir.js')
const most = { maxBuffer: 64 * 1024 * 1024 }

const discovery = (out, files) => score('score_discovery.py', [files[0], out], ['F1', 'FGA', 'ARI'])
const dataTypes = async (out, files) => {
  const { typed, hard_negative_false_alarm_by_how: alarms } = await scores('score_pii.py', [
    out,
    files[0],
  ])
  return `typed F1 ${typed.F1}, false alarms under a telling key ${alarms.named[0]}`
}
const detection = (out, files) =>
  score('score_detect.py', [out, ...files], ['TPR', 'FPR', 'balanced_accuracy'])

/** Each judge: its files, what teaches, and how the verdicts are scored. */
const judges = [
  { name: 'openapi', files: ['openapi/traffic.ndjson.gz'], scored: discovery },
  { name: 'pii', files: ['pii/json_payloads.ndjson.gz'], scored: dataTypes },
  { name: 'atrdf', files: ['atrdf/dataset1_dev.ndjson.gz'], scored: detection },
  { name: 'crs', files: ['crs/regression.ndjson.gz'], scored: detection },
  { name: 'csic2010 normal', files: ['csic2010/normal.ndjson.gz'] },
  { name: 'csic2010 anomalous', files: ['csic2010/anomalous.ndjson.gz'] },
  {
    name: 'openappsec',
    files: ['openappsec/legitimate.ndjson.gz', 'openappsec/malicious.ndjson.gz'],
    scored: detection,
  },
  { name: 'attack strings', files: ['payloads/attack_strings.ndjson.gz'], scored: detection },
  { name: 'plain text', files: ['payloads/benign_text.ndjson.gz'], scored: detection },
  { name: 'parameters', files: ['payloads/httpparams_train.ndjson.gz'], scored: detection },
  { name: 'vampi', files: ['vampi/sessions.ndjson.gz'], scored: detection },
]

const ourTypes = new Set(knownTypes.map(({ id }) => id))
const spoken = [
  'CREDIT_CARD',
  'IBAN_CODE',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'IP_ADDRESS',
  'PERSON',
  'STREET_ADDRESS',
]
const believed = 0.5

if (existsSync(folder)) await main(process.env.WEIR_JUDGE)
else console.log('  skipped: no judges here (set WEIR_JUDGES to their folder)')

async function main(only) {
  const rows = []
  for (const judge of judges.filter(({ name }) => only === undefined || name === only)) {
    rows.push(await verdictOn(judge))
  }
  if (only === undefined) rows.push(await archives())
  if (only === undefined) rows.push(await recogniserCases())
  printTable(['judge', 'exchanges', 'rejected', 'seconds', 'MB', 'figures'], rows)
  if (only === undefined) printTable(['in sentences', 'recall', 'precision'], await sentences())
}

async function verdictOn({ name, files, scored }) {
  const scratch = mkdtempSync(join(tmpdir(), 'weir-judge-'))
  try {
    const paths = files.map((file) => join(folder, file))
    const out = join(scratch, 'verdicts.ndjson')
    const { report, seconds, megabytes } = await analyze([...paths, '--verdicts', out])
    const figures = scored === undefined ? '' : await scored(out, paths)
    return [name, grouped(report.analysed), report.rejected, seconds, megabytes, figures]
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

async function archives() {
  const place = join(folder, 'captures', 'har')
  const files = readdirSync(place).filter((file) => file.endsWith('.har'))
  const { report, seconds, megabytes } = await analyze(files.map((file) => join(place, file)))
  const figures = `${files.length} archives`
  return ['HAR', grouped(report.analysed), report.rejected, seconds, megabytes, figures]
}

/** Texts that hold one type or, with a wrong check digit, none; of the types Weir has. */
async function recogniserCases() {
  const all = textsOf('presidio_recogniser_cases.ndjson.gz')
  const cases = all.filter(({ entity }) => ourTypes.has(entity))
  const { spans, seconds } = await classify(cases.map(({ text }) => text))
  const right = cases.filter(({ entity, expected }, index) => {
    const found = spans[index].some(({ type }) => type === entity)
    return found === expected > 0
  }).length
  const figures = `${right} of ${cases.length} right (${(right / cases.length).toFixed(3)}), ${all.length - cases.length} of other types`
  return ['text, cases', grouped(cases.length), 0, seconds, '–', figures]
}

/** Sentences with spans: a span is found when one of its type overlaps it. */
async function sentences() {
  const all = textsOf('presidio_sentences.ndjson.gz')
  const { spans } = await classify(all.map(({ text }) => text))
  return spoken.map((name) => {
    let [found, wanted, right, said] = [0, 0, 0, 0]
    for (const [index, { spans: truth }] of all.entries()) {
      const theirs = truth.filter(({ type }) => type === name)
      const ours = spans[index].filter(
        ({ type, confidence }) => type === name && confidence >= believed,
      )
      wanted += theirs.length
      said += ours.length
      found += theirs.filter((one) => ours.some((other) => overlaps(one, other))).length
      right += ours.filter((one) => theirs.some((other) => overlaps(one, other))).length
    }
    const precision = said === 0 ? '–' : (right / said).toFixed(2)
    return [name, (found / wanted).toFixed(2), precision]
  })
}

function overlaps(left, right) {
  return left.start < right.end && right.start < left.end
}

function textsOf(file) {
  const lines = gunzipSync(readFileSync(join(folder, 'pii', file)))
    .toString()
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line))
}

/** Each text as one line of a file, as a user would ask. */
async function classify(texts) {
  const scratch = mkdtempSync(join(tmpdir(), 'weir-judge-'))
  const began = performance.now()
  try {
    const file = join(scratch, 'texts.txt')
    writeFileSync(file, texts.map((text) => text.replace(/[\r\n]/g, ' ')).join('\n'))
    const { stdout } = await run(
      'node',
      [weir, 'classify', '--text', file, '--all', '--json'],
      most,
    )
    const spans = texts.map(() => [])
    for (const line of stdout.split('\n').filter((one) => one !== '')) {
      const span = JSON.parse(line)
      spans[span.line - 1].push(span)
    }
    return { spans, seconds: ((performance.now() - began) / 1_000).toFixed(1) }
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/** Runs the command as a user would; memory is the largest resident set of the process. */
async function analyze(args) {
  const began = performance.now()
  const measured = ['--import', join(process.cwd(), 'bench', 'lib', 'peak-memory.mjs')]
  const flags = ['--json', '--quiet']
  const { stdout, stderr } = await run(
    'node',
    [...measured, weir, 'analyze', ...args, ...flags],
    most,
  )
  const peak = /peak memory (\d+) MB/.exec(stderr)?.[1] ?? '?'
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  return { report: JSON.parse(stdout), seconds, megabytes: peak }
}

async function scores(scorer, args) {
  const { stdout } = await run('python3', [join(folder, 'tools', scorer), ...args], most)
  // A scorer may add the same figures for a part of the data; the first are those of all of it.
  return JSON.parse(stdout.split(/^novel only/m, 1)[0])
}

async function score(scorer, args, names) {
  const all = await scores(scorer, args)
  return names
    .filter((name) => all[name] !== null)
    .map((name) => `${name} ${all[name]}`)
    .join(', ')
}
