// The whole analysis beside JSON.parse of the same bodies, in the same run.
import { createEnsemble } from '@weir/engine'
import { decodeExchange } from '@weir/schema'
import { deriveKeys } from '@weir/server'
import { compare } from './lib/measure.mjs'
import { grouped, printTable } from './lib/table.mjs'
import { hasNeutralTraces, neutralTraces } from './lib/traces.mjs'

const exchanges = 20_000
const perMark = 5_000
const baseline = 'JSON.parse of the bodies'

if (hasNeutralTraces) await report('neutral traces', await neutralTraces(exchanges))
else console.log('  skipped: the generator of neutral traces is absent (folder: WEIR_TRACES)')

async function report(title, lines) {
  const decoded = lines.map(exchangeOf)
  const texts = lines.map((line) => JSON.stringify(line))
  const bodies = lines.flatMap(({ req, res }) => [req.body, res.body]).filter(isJson)
  const rows = await compare(
    {
      [baseline]: () => {
        for (const body of bodies) JSON.parse(body)
        return lines.length
      },
      analysis: () => analyse(decoded.length, (index) => decoded[index]),
      'reading lines and analysis': () =>
        analyse(texts.length, (index) => exchangeOf(JSON.parse(texts[index]))),
    },
    { baseline, rounds: 3 },
  )
  const bytes = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  console.log(`  ${title}: ${grouped(lines.length)} exchanges of ${grouped(bytes)} bytes a line`)
  printTable(
    ['', 'exchanges/s', 'µs each', 'against JSON.parse'],
    rows.map(({ name, perSecond, microseconds, ratio }) => [
      name,
      grouped(perSecond),
      microseconds.toFixed(1),
      `${ratio.toFixed(3)} ×`,
    ]),
  )
}

function analyse(count, exchangeAt) {
  const { hasher, seed } = deriveKeys(Buffer.alloc(32, 7))
  const ensemble = createEnsemble({ config: { seed }, hasher })
  for (let index = 0; index < count; index += 1) {
    ensemble.observe(exchangeAt(index), 'live')
    if ((index + 1) % perMark === 0) ensemble.mark()
  }
  return count
}

function exchangeOf(line) {
  const result = decodeExchange(line)
  if (!result.ok) throw new Error(result.problem)
  return result.value
}

function isJson(body) {
  return body.startsWith('{') || body.startsWith('[')
}
