import { stripVTControlCharacters } from 'node:util'

const words = { passed: 0, failed: 0, skipped: 0 }

/** Prints failures, why tests were skipped, and last one line that scripts can read. */
export default class ClosingLineReporter {
  onTestRunEnd(modules, errors) {
    const counts = { ...words }
    const notes = new Map()
    for (const module of modules) {
      this.#count(module, counts, notes)
    }
    for (const error of errors) print('unhandled error outside any test', [error])
    counts.failed += errors.length
    for (const [note, count] of [...notes].sort(([a], [b]) => (a < b ? -1 : 1))) {
      console.log(`skipped: ${note} (${count} tests)`)
    }
    if (process.env.WEIR_NO_SKIPS === '1' && counts.skipped > 0) {
      console.log('WEIR_NO_SKIPS=1: a skipped test counts as a failed run')
      process.exitCode = 1
    }
    if (counts.failed > 0) process.exitCode = 1
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
    // On exit, so that nothing vitest prints while closing comes after it.
    process.once('exit', () =>
      console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`),
    )
  }

  #count(module, counts, notes) {
    const path = module.relativeModuleId ?? module.moduleId
    const own = module.errors()
    if (own.length > 0) {
      counts.failed += 1
      print(`${path} (the file itself)`, own)
    }
    for (const suite of module.children.allSuites()) {
      const broken = suite.errors()
      if (broken.length === 0) continue
      counts.failed += 1
      print(`${path} > ${suite.fullName}`, broken)
    }
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'pending') counts.failed += 1
      else counts[result.state] += 1
      if (result.state === 'failed') print(`${path} > ${test.fullName}`, result.errors ?? [])
      if (result.state !== 'skipped') continue
      const note = result.note ?? 'no reason given'
      notes.set(note, (notes.get(note) ?? 0) + 1)
    }
  }
}

function print(where, errors) {
  console.log(`\nFAILED ${where}`)
  for (const error of errors) {
    const text = [error.stack ?? error.message ?? String(error), error.diff].filter(Boolean)
    const lines = stripVTControlCharacters(text.join('\n')).split('\n')
    const ours = lines.filter((line) => !/^\s+at .*node_modules/.test(line))
    console.log(ours.map((line) => `  ${line}`).join('\n'))
  }
}
