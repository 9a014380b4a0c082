import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** The source condition serves imports inside a test process; processes and threads run from dist. */
const conditions = ['weir-source', 'node', 'import', 'module', 'default']

function project(name: string, root: string, include: string) {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: { name, root, include: [include] },
  }
}

function folders(parent: string): readonly string[] {
  if (!existsSync(parent)) return []
  return readdirSync(parent).filter((name) => existsSync(`${parent}/${name}/package.json`))
}

export default defineConfig({
  test: {
    reporters: ['./scripts/vitest-reporter.mjs'],
    projects: [
      ...folders('packages').map((name) =>
        project(name, `packages/${name}`, 'src/**/*.test.{ts,tsx}'),
      ),
      ...folders('sensors').map((name) => project(name, `sensors/${name}`, '**/*.test.ts')),
      project('tests', 'tests', '**/*.test.ts'),
    ],
  },
})
