import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * The source condition serves imports inside a test process; processes and threads run from dist. Conditions that
 * belong to `import` alone are not named: they would hold for `require` as well.
 */
const conditions = ['weir-source', 'node']

/** Files of the last project start whole installations: one at a time, when the others are done. */
function project(name: string, root: string, include: string, isWhole = false) {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    // A busy machine may take its time; a test that hangs still ends.
    test: {
      name,
      root,
      include: [include],
      testTimeout: 30_000,
      hookTimeout: 30_000,
      fileParallelism: !isWhole,
      sequence: { groupOrder: isWhole ? 1 : 0 },
    },
  }
}

function folders(parent: string): readonly string[] {
  if (!existsSync(parent)) return []
  return readdirSync(parent).filter((name) => existsSync(`${parent}/${name}/package.json`))
}

export default defineConfig({
  test: {
    reporters: ['./scripts/vitest-reporter.mjs'],
    // All cores: many tests wait for processes of their own, not for this one.
    maxWorkers: availableParallelism(),
    projects: [
      ...folders('packages').map((name) =>
        project(name, `packages/${name}`, 'src/**/*.test.{ts,tsx}'),
      ),
      ...folders('sensors').map((name) => project(name, `sensors/${name}`, '**/*.test.ts')),
      project('tests', 'tests', '**/*.test.ts', true),
    ],
  },
})
