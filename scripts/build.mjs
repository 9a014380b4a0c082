import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { exec, root } from './process.mjs'

const outputs = /^(?<stem>.+?)(?:\.d\.ts|\.js|\.js\.map)$/

/** Compiles every package to its dist; the project of the tests emits nothing and is left to `check`. */
export async function build() {
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  const projects = references.map(({ path }) => path).filter((path) => !path.endsWith('.json'))
  prune(projects)
  return exec('tsc', ['-b', ...projects])
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
