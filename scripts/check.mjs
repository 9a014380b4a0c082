// Format, types, lint (with layers), dead code, generated files, licences: one line each.
import { capture, exitWith } from './process.mjs'

const steps = [
  { name: 'format', run: ['biome', 'format', '--max-diagnostics=20', '.'] },
  { name: 'types', run: ['tsc', '-b'] },
  { name: 'lint rules', run: ['node', 'scripts/generate-lint.mjs', '--check'] },
  { name: 'reference', run: ['node', 'scripts/generate-reference.mjs', '--check'] },
  { name: 'lint', run: ['oxlint', '--type-aware', '--report-unused-disable-directives'] },
  { name: 'dead code', run: ['knip', '--no-progress'] },
  { name: 'licences', run: ['node', 'scripts/licences.mjs'] },
]

const fixes = [
  ['node', 'scripts/generate-lint.mjs'],
  ['biome', 'format', '--write', '--log-level=error'],
  ['tsc', '-b'],
  ['node', 'scripts/generate-reference.mjs'],
]

async function fix(paths) {
  for (const [command, ...args] of fixes) {
    const scope = command === 'biome' ? (paths.length > 0 ? paths : ['.']) : []
    const { code, output } = await capture(command, [...args, ...scope])
    if (code !== 0) process.stderr.write(output)
  }
}

async function main(args) {
  if (args.includes('--fix')) await fix(args.filter((argument) => argument !== '--fix'))
  let failed = false
  for (const { name, run } of steps) {
    const start = performance.now()
    const { code, output } = await capture(run[0], run.slice(1))
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(10)} ${seconds.padStart(5)} s`)
    if (code === 0) continue
    failed = true
    console.log(output.trimEnd().replace(/^/gm, '      '))
  }
  return failed ? 1 : 0
}

exitWith(await main(process.argv.slice(2)))
