import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exec, root } from './process.mjs'

const outputs = /^(?<stem>.+?)(?:\.d\.ts|\.js|\.js\.map)$/

/** Compiles every package to its dist; the project of the tests emits nothing and is left to `check`. */
export async function build() {
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  const projects = references.map(({ path }) => path).filter((path) => !path.endsWith('.json'))
  prune(projects)
  return (await exec('tsc', ['-b', ...projects])) || buildConsole()
}

const consoleFolder = join(root, 'packages', 'console')

/** Bundles the console when something it is made of has changed. */
async function buildConsole() {
  const mark = join(consoleFolder, 'dist', '.built-from')
  const state = hashOfConsole()
  if (existsSync(mark) && readFileSync(mark, 'utf8') === state) return 0
  const code = await exec('vite', ['build', consoleFolder, '--logLevel', 'warn'])
  if (code === 0) writeFileSync(mark, state)
  return code
}

function hashOfConsole() {
  const hash = createHash('sha256')
  for (const part of ['src', 'public']) {
    for (const file of readdirSync(join(consoleFolder, part), { recursive: true }).toSorted(
      (a, b) => (a < b ? -1 : 1),
    )) {
      if (/\.test\.tsx?$|^[^.]*$/.test(file)) continue
      hash.update(file).update(readFileSync(join(consoleFolder, part, file)))
    }
  }
  for (const file of ['index.html', 'package.json', 'vite.config.ts']) {
    hash.update(readFileSync(join(consoleFolder, file)))
  }
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
}

/** `tsc -b` never deletes what a deleted source once emitted; a stale file could still be imported. */
function prune(projects) {
  for (const project of projects) {
    const dist = join(root, project, 'dist')
    if (!existsSync(join(dist, '.tsbuildinfo'))) continue
    for (const file of readdirSync(dist, { recursive: true })) {
      const stem = outputs.exec(file)?.groups?.stem
      if (stem === undefined) continue
      const source = join(root, project, 'src', stem)
      if (!existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`)) rmSync(join(dist, file))
    }
  }
}
