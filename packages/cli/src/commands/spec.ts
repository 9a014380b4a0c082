import { specLevelNames } from '@weir/schema/api'
import { type Command, Option } from 'commander'
import type { RunningFlags } from '../running/api-client.ts'
import { withRunning } from '../running/running-options.ts'
import { type SpecDiffFlags, specDiffCommand } from './spec-diff.ts'
import { type SpecExportFlags, specExportCommand } from './spec-export.ts'
import {
  specImportCommand,
  type SpecImportFlags,
  specListCommand,
  type SpecListFlags,
  specRemoveCommand,
} from './spec-keep.ts'

/** Adds `weir spec`: OpenAPI descriptions out of traffic, and held against it. */
export function addSpecCommand(program: Command, done: (code: number) => void): void {
  const spec = program
    .command('spec')
    .description('Write OpenAPI descriptions from traffic, and hold provided ones against it.')
  addExport(spec, done)
  addDiff(spec, done)
  addKeeping(spec, done)
}

function addExport(spec: Command, done: (code: number) => void): void {
  spec
    .command('export')
    .description('Describe a service as it was seen in use, as OpenAPI 3.1.')
    .argument('<FILE...>', 'recorded traffic as weir analyze reads it; - is standard input')
    .option('--service <NAME>', 'the service to describe, where traffic has several')
    .option(
      '--out <PATH>',
      'a .yaml or .json file, or a folder for one file each service; else YAML is printed',
    )
    .option('--corrections <FILE>', 'what `weir corrections export` wrote')
    .option('--no-bounds', 'leave out ranges and lengths: a description, not an allow-list')
    .option('--json', 'JSON instead of YAML')
    .option('--quiet', 'no progress')
    .addHelpText('after', exportHelp)
    .action(async (files: readonly string[], flags: SpecExportFlags) =>
      done(await specExportCommand(files, flags)),
    )
}

const exportHelp = `
Examples:
  weir spec export traffic.ndjson.gz --service shop.example --out openapi.yaml
  weir spec export monday.har tuesday.har --out specs/

Exit codes: 0 done, 2 wrong input or usage, 3 environment, 70 a bug in Weir.`

function addDiff(spec: Command, done: (code: number) => void): void {
  withRunning(
    spec
      .command('diff')
      .description('Show where traffic and an OpenAPI description part.')
      .argument('[SPEC]', 'OpenAPI 3.0 or 3.1, YAML or JSON; nothing it refers to is fetched')
      .option('--traffic <FILE...>', 'exchange lines (NDJSON) or HAR, gzipped or not')
      .option(
        '--service <NAME>',
        'only this service; without SPEC a running Weir is asked about the document it was given',
      ),
  )
    .addOption(
      new Option('--fail-on <LEVEL>', 'exit with 1 on a difference at or above').choices([
        ...specLevelNames,
      ]),
    )
    .option('--json', 'print everything as JSON')
    .option('--sarif', 'print SARIF 2.1.0, for code scanning')
    .option('--quiet', 'no progress')
    .addHelpText('after', diffHelp)
    .action(async (path: string | undefined, flags: SpecDiffFlags) =>
      done(await specDiffCommand(path, flags)),
    )
}

const diffHelp = `
Levels: error shadow; warning zombie, undocumented-security, type-break, undocumented-field,
undocumented-parameter, enum-break; note missing-parameter, undocumented-status, orphan.

Examples, the first in a pipeline:
  weir spec diff openapi.yaml --traffic recorded.ndjson.gz --sarif --fail-on error > weir.sarif
  weir spec diff --service shop

Exit codes: 0 done, 1 differences (--fail-on), 2 wrong input or usage, 3 environment, 70 a bug in Weir.`

function addKeeping(spec: Command, done: (code: number) => void): void {
  withRunning(
    spec
      .command('import')
      .description('Give a running Weir the document of a service; it compares from then on.')
      .argument('<FILE>', 'OpenAPI 3.0 or 3.1, YAML or JSON; - is standard input')
      .requiredOption('--service <NAME>', 'the service as Weir names it')
      .option('--preview', 'only say what comes of it')
      .option('--json', 'print JSON'),
  )
    .addHelpText('after', importHelp)
    .action(async (path: string, flags: SpecImportFlags) =>
      done(await specImportCommand(path, flags)),
    )
  withRunning(spec.command('list').description('The documents a running Weir was given.'))
    .option('--json', 'print JSON')
    .action(async (flags: SpecListFlags) => done(await specListCommand(flags)))
  withRunning(spec.command('remove').description('Hold a service against no document any more.'))
    .argument('<SERVICE>', 'as `weir spec list` shows it')
    .action(async (service: string, flags: RunningFlags) =>
      done(await specRemoveCommand(service, flags)),
    )
}

const importHelp = `
Examples:
  weir spec import openapi.yaml --service shop --preview
  weir spec import openapi.yaml --service shop
  weir spec diff --service shop

Exit codes: 0 done, 2 wrong input or usage, 3 environment, 70 a bug in Weir.`
