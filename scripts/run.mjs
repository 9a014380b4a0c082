// The six verbs. Plain Node, so that a fresh clone needs nothing but Node and npm.
import { delimiter, join } from 'node:path'
import { build } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { exec, exitWith, root } from './process.mjs'

const floor = [20, 19]

const verbs = {
  build: () => build(),
  check: (args) => exec('node', ['scripts/check.mjs', ...args]),
  test: async (args) => (await build()) || exec('vitest', ['run', ...args]),
  bench: async (args) => (await build()) || exec('node', ['scripts/bench.mjs', ...args]),
  dev: (args) => exec('tsc', ['-b', '--watch', '--preserveWatchOutput', ...args]),
  demo: async (args) =>
    (await build()) || exec('node', ['packages/cli/bin/weir.js', 'demo', ...args]),
}

function nodeIsTooOld() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major < floor[0] || (major === floor[0] && minor < floor[1])
}

async function main([name = '', ...args]) {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb === undefined) {
    console.error(`expected one of: ${Object.keys(verbs).join(', ')}; got "${name}"`)
    return 2
  }
  if (nodeIsTooOld()) {
    console.error(
      `Weir needs Node ${floor.join('.')} or newer; this is ${process.versions.node}. See https://nodejs.org.`,
    )
    return 3
  }
  process.chdir(root)
  process.env.PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  return (await ensureInstalled()) || verb(args)
}

exitWith(await main(process.argv.slice(2)))
