import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const complaint = /^(?<file>[^:]+):\d+:\d+: .*\[Error\/(?<rule>[^\]]+)\]$/

interface Plant {
  readonly file: string
  readonly source: string
}

const engine = 'packages/engine/src'
const imports = 'no-restricted-imports'
const tiers = [
  ['lib'],
  ['decode', 'classify', 'identify'],
  ['inspect', 'discover'],
  ['blueprint', 'correlate'],
  ['trackers', 'policy'],
  ['respond'],
] as const

const taken = (from: string): string =>
  `import { thing } from '${from}'\n\nexport const held: unknown = thing\n`
const plant = (file: string, from: string): Plant => ({ file, source: taken(from) })

/** Every folder imports one folder of the tier above it, from three depths. */
const upward: readonly Plant[] = tiers.flatMap((tier, level) =>
  tier.flatMap((folder) =>
    (tiers[level + 1] ?? []).flatMap((above) => [
      plant(`${engine}/${folder}/up-${above}.ts`, `../${above}/index.ts`),
      plant(`${engine}/${folder}/deep/up-${above}.ts`, `../../${above}/thing.ts`),
      plant(`${engine}/${folder}/deep/er/up-${above}.ts`, `../../../${above}/thing.ts`),
    ]),
  ),
)

const refusedImports: readonly Plant[] = [
  ...upward,
  plant(`${engine}/lib/far-up.ts`, '../respond/index.ts'),
  plant(`${engine}/decode/root.ts`, '../pipeline.ts'),
  plant(`${engine}/respond/root.ts`, '../index.ts'),
  plant(`${engine}/trackers/bulk-sync/root.ts`, '../../pipeline.ts'),
  plant(`${engine}/limits.ts`, './lib/thing.ts'),
  plant(`${engine}/trackers/bulk-sync/tracker.ts`, '../other-tracker/index.ts'),
  plant(`${engine}/trackers/bulk-sync/list.ts`, '../index.ts'),
  plant(`${engine}/trackers/bulk-sync/part/tracker.ts`, '../../other-tracker/thing.ts'),
  plant(`${engine}/lib/node.ts`, 'node:fs'),
  plant(`${engine}/trackers/bulk-sync/node.ts`, 'node:crypto'),
  plant(`${engine}/lib/bare-node.ts`, 'fs/promises'),
  plant(`${engine}/node-at-root.ts`, 'node:url'),
  plant(`${engine}/inspect/server.ts`, '@weir/server'),
  plant(`${engine}/server-at-root.ts`, '@weir/server'),
  plant(`${engine}/inspect/own-door.ts`, '@weir/engine'),
  plant(`${engine}/lib/server.test.ts`, '@weir/server'),
  plant('packages/schema/src/engine.ts', '@weir/engine'),
  plant('packages/schema/src/node.ts', 'node:fs'),
  plant('packages/server/src/cli.ts', '@weir/cli'),
  plant('packages/server/src/testkit.ts', '@weir/testkit'),
  plant('packages/server/src/api/console.ts', '@weir/console'),
  plant('packages/sensor/src/engine.ts', '@weir/engine'),
  plant('packages/sensor/src/schema.ts', '@weir/schema'),
  plant('packages/console/src/engine.ts', '@weir/engine'),
  plant('packages/testkit/src/engine.ts', '@weir/engine'),
  plant('packages/cli/src/console.ts', '@weir/console/deep'),
  plant('sensors/node/src/schema.ts', '@weir/schema'),
]

const plantedType: Plant = {
  file: 'sensors/node/src/types.ts',
  source: "import type { Thing } from '@weir/schema'\n\nexport type Held = Thing\n",
}

const allowed: readonly Plant[] = [
  ...tiers.flatMap((tier, level) =>
    tier.flatMap((folder) =>
      (tiers[level - 1] ?? []).map((below) =>
        plant(`${engine}/${folder}/down-${below}.ts`, `../${below}/index.ts`),
      ),
    ),
  ),
  plant(`${engine}/lib/limits.ts`, '../limits.ts'),
  plant(`${engine}/trackers/bulk-sync/ports.ts`, '../../ports.ts'),
  plant(`${engine}/trackers/bulk-sync/down.ts`, '../../blueprint/index.ts'),
  plant(`${engine}/trackers/bulk-sync/contract.ts`, '../tracker.ts'),
  plant(`${engine}/trackers/bulk-sync/own.ts`, './thing.ts'),
  plant(`${engine}/trackers/bulk-sync/part/own.ts`, '../thing.ts'),
  plant(`${engine}/trackers/list.ts`, './bulk-sync/index.ts'),
  plant(`${engine}/identify/beside.ts`, '../decode/index.ts'),
  plant(`${engine}/blueprint/policy-words.ts`, './policy/index.ts'),
  plant(`${engine}/assembly.ts`, './trackers/index.ts'),
  plant(`${engine}/lib/schema.ts`, '@weir/schema'),
  plant(`${engine}/lib/thing.test.ts`, '@weir/testkit'),
  plant(`${engine}/lib/reads-a-file.test.ts`, 'node:fs'),
  plant('packages/server/src/engine.ts', '@weir/engine'),
  plant('packages/server/src/node.ts', 'node:fs'),
  plant('packages/cli/src/testkit.ts', '@weir/testkit'),
  plant('packages/testkit/src/schema.ts', '@weir/schema'),
  plant('sensors/node/src/sensor.ts', '@weir/sensor'),
  plant('sensors/node/src/schema.test.ts', '@weir/schema'),
  plant('packages/sensor/src/schema.test.ts', '@weir/schema'),
  { ...plantedType, file: 'packages/sensor/src/types.ts' },
  plant('tests/engine.ts', '@weir/engine'),
  plantedType,
  {
    file: `${engine}/lib/calendar.ts`,
    source: 'export const day = (ms: number): string => new Date(ms).toISOString()\n',
  },
  {
    file: `${engine}/decode/decode-thing.ts`,
    source: "export const thing = (text: string): 'a' => text as 'a'\n",
  },
  { file: `${engine}/lib/as-const.ts`, source: 'export const words = [1, 2] as const\n' },
]

const wrapped = (body: string): string => `export const held = (): unknown => ${body}\n`
const refusedCode: readonly (Plant & { readonly rule: string })[] = [
  { file: 'clock', rule: 'no-restricted-globals', source: wrapped('new Date()') },
  { file: 'now', rule: 'no-restricted-globals', source: wrapped('Date.now()') },
  { file: 'timer', rule: 'no-restricted-globals', source: wrapped('setTimeout(held, 1)') },
  { file: 'process', rule: 'no-restricted-globals', source: wrapped('process.env') },
  { file: 'buffer', rule: 'no-restricted-globals', source: wrapped("Buffer.from('')") },
  { file: 'fetch', rule: 'no-restricted-globals', source: wrapped("fetch('')") },
  { file: 'random', rule: 'no-restricted-properties', source: wrapped('Math.random()') },
  { file: 'locale', rule: 'no-restricted-properties', source: wrapped("'a'.localeCompare('b')") },
  { file: 'any', rule: 'no-explicit-any', source: 'export const held: any = 1\n' },
  {
    file: 'non-null',
    rule: 'no-non-null-assertion',
    source: 'export const first = (list: readonly string[]): string => list[0]!\n',
  },
  {
    file: 'assertion',
    rule: 'consistent-type-assertions',
    source: "export const held = (text: string): 'a' => text as 'a'\n",
  },
  {
    file: 'floating',
    rule: 'no-floating-promises',
    source: 'export function start(work: Promise<void>): void {\n  work.finally(() => {})\n}\n',
  },
  {
    file: 'misused',
    rule: 'no-misused-promises',
    source: 'export const held = (work: Promise<boolean>): number => (work ? 1 : 2)\n',
  },
  {
    file: 'untyped',
    rule: 'explicit-module-boundary-types',
    source: 'export function untyped() {\n  return 1\n}\n',
  },
  { file: 'default', rule: 'no-default-export', source: 'export default 1\n' },
  {
    file: 'long',
    rule: 'max-lines',
    source: 'export const held = [\n'.concat('  1,\n'.repeat(410), ']\n'),
  },
].map(({ file, ...rest }) => ({ ...rest, file: `${engine}/lib/${file}.ts` }))

let folder = ''
const found = new Map<string, string[]>()

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weir-layers-'))
  for (const file of ['.oxlintrc.json', 'tsconfig.base.json']) {
    copyFileSync(join(root, file), join(folder, file))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  write('tsconfig.json', '{ "extends": "./tsconfig.base.json", "include": ["**/*.ts"] }')
  for (const { file, source } of [...refusedImports, ...allowed, ...refusedCode])
    write(file, source)
  const oxlint = join(root, 'node_modules', '.bin', 'oxlint')
  const run = spawnSync(oxlint, ['--type-aware', '-f', 'unix'], { cwd: folder, encoding: 'utf8' })
  for (const line of run.stdout.split('\n')) {
    const { file = '', rule = '' } = complaint.exec(line)?.groups ?? {}
    found.set(file, [...(found.get(file) ?? []), rule])
  }
}, 20_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the layer table', () => {
  it.each(refusedImports)('refuses the import in $file', ({ file }) => {
    expect(found.get(file)).toContain(`eslint(${imports})`)
  })

  it.each(allowed)('is silent about $file', ({ file }) => {
    expect(found.get(file) ?? []).toEqual([])
  })
})

describe('the language subset', () => {
  it.each(refusedCode)('refuses $rule in $file', ({ file, rule }) => {
    expect(found.get(file)?.join(' ')).toContain(`(${rule})`)
  })
})
