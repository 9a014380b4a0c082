// Who may import whom: the one table. `generate-lint.mjs` turns it into .oxlintrc.json, and
// tests/layers.test.ts plants a violation of each row.

/**
 * What each package may import of ours. Everything not listed here is refused; `types` allows any
 * package for its types, `tests` adds what only tests may import.
 */
export const packages = {
  schema: { imports: [], pure: true },
  engine: { imports: ['schema', 'schema/caller'], pure: true },
  sensor: {
    imports: ['schema/caller', 'schema/decision', 'schema/protobuf', 'engine/classify'],
    types: true,
    tests: ['schema'],
  },
  console: { imports: ['schema', 'schema/api', 'schema/setup'] },
  testkit: { imports: ['schema', 'schema/protobuf', 'sensor-node'] },
  server: {
    imports: [
      'schema',
      'schema/api',
      'schema/caller',
      'schema/decision',
      'schema/protobuf',
      'engine',
    ],
  },
  cli: {
    imports: [
      'schema',
      'schema/api',
      'schema/caller',
      'schema/setup',
      'engine',
      'server',
      'sensor',
      'testkit',
    ],
  },
}

/** What files outside the packages may import; sensors may import any package for its types, and show in tests what the hub makes of them. */
export const outside = {
  'sensors/*/src': {
    imports: ['sensor', 'sensor/grpc', 'schema/protobuf'],
    types: true,
    tests: [
      'schema',
      'schema/caller',
      'schema/decision',
      'testkit',
      'testkit/proxy',
      'engine',
      'server',
    ],
  },
  tests: { imports: [...Object.keys(packages), 'schema/api', 'schema/caller'] },
  bench: { imports: [...Object.keys(packages), 'testkit/proxy', 'sensor-node'] },
  scripts: { imports: [] },
}

/** Folders of the engine, lowest first; a folder imports its own row and the rows above it here. */
export const engineLayers = [
  ['lib'],
  ['decode', 'classify', 'identify'],
  ['inspect', 'discover', 'spec'],
  ['blueprint', 'correlate'],
  ['trackers', 'policy'],
  ['respond'],
]

/** Folders whose sub-folders are plug-ins that never import one another. */
export const enginePlugins = ['trackers']

/** The only files of the engine's root that its folders may import; the rest of the root is the top. */
export const engineFloor = ['limits.ts', 'ports.ts']

/** Code that turns a date into days and back may name `Date`; nothing else in pure code may. */
export const calendarFiles = ['packages/engine/src/lib/calendar.ts']

/** A decoder that has just proved what a value is may say so with `as`. */
export const decoderFiles = [
  '**/decode*.ts',
  '**/*codec.ts',
  '**/row-file.ts',
  'packages/schema/**',
]

/** Walkers are one long loop on purpose; generated files are not read by people. */
export const longFiles = ['**/*-walker.ts', '**/*-scanner.ts', '**/*.generated.ts']

/** Globals that bring a clock, randomness, I/O or the reader's locale. */
export const impureGlobals = [
  'Buffer',
  'Date',
  'Intl',
  'WebSocket',
  'XMLHttpRequest',
  'console',
  'crypto',
  'fetch',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'self',
  'setImmediate',
  'setInterval',
  'setTimeout',
]
