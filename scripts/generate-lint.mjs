// Writes .oxlintrc.json from the layer table. An override REPLACES a rule, so every override that
// touches imports carries the whole list; and lookahead in a pattern silently never matches, so
// exceptions are negated groups.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  calendarFiles,
  decoderFiles,
  engineFloor,
  engineLayers,
  enginePlugins,
  impureGlobals,
  longFiles,
  outside,
  packages,
} from './layers.mjs'
import { exitWith, root } from './process.mjs'

const file = join(root, '.oxlintrc.json')
const deepest = 4
const tests = ['**/*.test.ts', '**/*.contract.ts', '**/testing/**/*.ts']
/** Fixed here because Node's own list differs from version to version. */
const bareBuiltins =
  `assert async_hooks buffer child_process cluster crypto dgram dns events fs http
  http2 https inspector module net os path perf_hooks process querystring readline stream
  string_decoder timers tls tty url util v8 vm worker_threads zlib`.split(/\s+/)
const code = '{ts,tsx,mts,mjs,js}'

const rules = {
  complexity: ['error', { max: 12 }],
  'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'import/no-cycle': 'error',
  'import/no-default-export': 'error',
  'typescript/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
  'typescript/consistent-type-imports': 'error',
  'typescript/explicit-module-boundary-types': 'error',
  'typescript/no-explicit-any': 'error',
  'typescript/no-floating-promises': 'error',
  'typescript/no-misused-promises': 'error',
  'typescript/no-non-null-assertion': 'error',
  'typescript/no-unsafe-argument': 'error',
  'typescript/no-unsafe-assignment': 'error',
  'typescript/no-unsafe-call': 'error',
  'typescript/no-unsafe-member-access': 'error',
  'typescript/no-unsafe-return': 'error',
  'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // Taste, or false alarms in parsers.
  'no-control-regex': 'off',
  'no-unmodified-loop-condition': 'off',
  'typescript/no-misused-spread': 'off',
  'unicorn/no-array-reverse': 'off',
  'unicorn/no-array-sort': 'off',
  'import/no-unassigned-import': 'off',
  'import/no-named-as-default-member': 'off',
  'promise/always-return': 'off',
  'unicorn/require-post-message-target-origin': 'off',
}

function config() {
  return {
    $schema: './node_modules/oxlint/configuration_schema.json',
    plugins: ['typescript', 'import', 'promise', 'unicorn', 'oxc'],
    categories: { correctness: 'error', suspicious: 'error' },
    env: { builtin: true, es2023: true, node: true },
    ignorePatterns: ['**/dist', '**/node_modules', '**/testdata', 'coverage'],
    rules,
    overrides: [
      ...Object.entries(packages).flatMap(([name, row]) => packageOverrides(name, row)),
      ...engineLayers.flatMap((row, level) =>
        row.flatMap((folder) => folderOverrides(folder, level)),
      ),
      ...Object.entries(outside).map(([folder, row]) => outsideOverride(folder, row)),
      ...exceptions(),
      ...Object.entries(packages).map(([name, row]) => testOverride(name, row)),
      ...Object.entries(outside)
        .filter(([, { tests: more = [] }]) => more.length > 0)
        .map(([folder, row]) => outsideTestOverride(folder, row)),
    ],
  }
}

function packageOverrides(name, { imports, pure = false, types = false }) {
  const source = `packages/${name}/src/**/*.${code}`
  const patterns = packagePatterns(name, imports)
  const limits = restrictedImports(types ? patterns.map(typesAllowed) : patterns, pure)
  if (!pure) return [{ files: [source], rules: limits }]
  return [
    { files: [source], rules: { ...limits, ...pureRules() } },
    ...(name === 'engine' ? [floorOverride(imports)] : []),
  ]
}

/** Limits and ports are imported by every folder, so they import none. */
function floorOverride(imports) {
  const files = engineFloor.map((floor) => `packages/engine/src/${floor}`)
  const patterns = [
    ...packagePatterns('engine', imports),
    { group: ['./*', './*/**'], message: 'limits and ports import nothing of the engine.' },
  ]
  return { files, rules: restrictedImports(patterns, true) }
}

/** Patterns name exact relative depths, so that a file called like a folder elsewhere is no match. */
function folderOverrides(folder, level) {
  const above = engineLayers.slice(level + 1).flat()
  return Array.from({ length: deepest }, (_, index) => {
    const depth = index + 1
    const up = '../'.repeat(depth)
    const patterns = [
      ...packagePatterns('engine', packages.engine.imports),
      {
        group: [`${up}*.ts`, ...engineFloor.map((floor) => `!${up}${floor}`)],
        message: `${folder} imports no root file but ${engineFloor.join(' and ')}.`,
      },
    ]
    if (above.length > 0) {
      const group = above.map((name) => `${up}${name}/**`)
      patterns.push({ group, message: `${folder} lies below ${above.join(', ')}.` })
    }
    if (enginePlugins.includes(folder) && depth > 1) patterns.push(pluginPattern(folder, depth))
    return {
      files: [`packages/engine/src/${folder}/${'*/'.repeat(depth - 1)}*.ts`],
      rules: restrictedImports(patterns, true),
    }
  })
}

/** A regular expression, because a negated group here would also allow what another group refuses. */
function pluginPattern(folder, depth) {
  const toFolder = '\\.\\./'.repeat(depth - 1)
  return {
    regex: `^${toFolder}(?:index\\.ts$|[^.][^/]*/)`,
    message: `one of the ${folder} never imports another.`,
  }
}

function outsideOverride(folder, { imports, types = false }) {
  const pattern = foreignPackages(imports, `${folder} may import ${listed(imports)}.`)
  const patterns = [types ? typesAllowed(pattern) : pattern]
  return { files: [`${folder}/**/*.${code}`], rules: restrictedImports(patterns, false) }
}

function exceptions() {
  return [
    { files: calendarFiles, rules: { 'no-restricted-globals': globals(['Date']) } },
    {
      files: decoderFiles,
      rules: {
        'typescript/consistent-type-assertions': 'off',
        'typescript/no-unsafe-type-assertion': 'off',
      },
    },
    { files: longFiles, rules: lengthRules('off') },
    {
      files: ['**/*.tsx'],
      rules: {
        'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      },
    },
    {
      files: ['**/*.{mjs,js}'],
      rules: Object.fromEntries(
        ['explicit-module-boundary-types', ...unsafeRules()].map((name) => [
          `typescript/${name}`,
          'off',
        ]),
      ),
    },
    {
      files: ['**/*.config.ts', '**/*.config.mjs', 'scripts/vitest-reporter.mjs'],
      rules: { 'import/no-default-export': 'off' },
    },
    { files: tests, rules: { ...lengthRules('off'), ...impureAllowed(), ...plainTests() } },
  ]
}

function unsafeRules() {
  return ['argument', 'assignment', 'call', 'member-access', 'return'].map(
    (what) => `no-unsafe-${what}`,
  )
}

function lengthRules(setting) {
  return { complexity: setting, 'max-lines': setting, 'max-lines-per-function': setting }
}

function outsideTestOverride(folder, { imports, tests: more }) {
  const allowed = [...imports, ...more]
  const patterns = [foreignPackages(allowed, `tests of ${folder} may import ${listed(allowed)}.`)]
  return {
    files: tests.map((glob) => `${folder}/${glob}`),
    rules: restrictedImports(patterns, false),
  }
}

function typesAllowed(pattern) {
  return { ...pattern, allowTypeImports: true }
}

function testOverride(name, { imports, tests: more = [] }) {
  const allowed = [...new Set([...imports, ...more, name, 'testkit'])]
  const patterns = [foreignPackages(allowed, `tests of ${name} may import ${listed(allowed)}.`)]
  return {
    files: tests.map((glob) => `packages/${name}/src/${glob}`),
    rules: restrictedImports(patterns, false),
  }
}

function packagePatterns(name, imports) {
  return [foreignPackages(imports, `${name} may import ${listed(imports)}.`)]
}

function foreignPackages(allowed, message) {
  return { group: ['@weir/*', '@weir/*/**', ...allowed.map((name) => `!@weir/${name}`)], message }
}

function listed(names) {
  return names.length === 0 ? 'none of our packages' : names.join(', ')
}

function restrictedImports(patterns, pure) {
  if (!pure) return { 'no-restricted-imports': ['error', { patterns }] }
  const message = 'pure code does no I/O: ask for a port.'
  const bare = { regex: `^(?:${bareBuiltins.join('|')})(?:/|$)`, message }
  const prefixed = { group: ['node:*', 'node:*/**'], message }
  return { 'no-restricted-imports': ['error', { patterns: [...patterns, bare, prefixed] }] }
}

function pureRules() {
  return {
    'no-restricted-globals': globals([]),
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random', message: 'pure code has no randomness.' },
      { property: 'localeCompare', message: 'order must not depend on a locale: compare with <.' },
    ],
  }
}

/** Tests read JSON they wrote themselves, and small helpers read best beside their use. */
function plainTests() {
  return {
    ...Object.fromEntries(unsafeRules().map((name) => [`typescript/${name}`, 'off'])),
    'unicorn/consistent-function-scoping': 'off',
  }
}

function impureAllowed() {
  return { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' }
}

function globals(allowed) {
  return ['error', ...impureGlobals.filter((name) => !allowed.includes(name))]
}

const text = `${JSON.stringify(config(), null, 2)}\n`
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error('.oxlintrc.json is not what scripts/layers.mjs says: run npm run check -- --fix')
  exitWith(1)
}
