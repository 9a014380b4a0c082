// Runs the benches of bench/: all of them, or those named. Each prints its own table.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { exec, exitWith, root } from './process.mjs'

const suffix = '.bench.mjs'

async function main(names) {
  const known = readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort()
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    console.error(`no such bench: ${unknown.join(', ')}; there are: ${known.join(', ') || 'none'}`)
    return 2
  }
  let worst = 0
  for (const name of names.length > 0 ? names : known) {
    console.log(`\n${name}`)
    const code = await exec('node', ['--expose-gc', join('bench', `${name}${suffix}`)])
    worst = Math.max(worst, code)
  }
  return worst
}

exitWith(await main(process.argv.slice(2)))
