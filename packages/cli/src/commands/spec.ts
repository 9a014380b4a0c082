import { type Command, Option } from 'commander'
import { exitCode, usageError } from '../exit.ts'
import { progressLine } from '../output/progress.ts'
import { sarifOf } from '../output/sarif.ts'
import { specText } from '../output/spec-text.ts'
import { paperFor } from '../output/text.ts'
import { diffSpec, type Level, levelNames, levels, type SpecDiff } from '../spec/diff.ts'
import { readSpecFile, type SpecFile } from '../spec/spec-file.ts'

interface DiffFlags {
  readonly traffic: readonly string[]
  readonly service?: string
  readonly json?: boolean
  readonly sarif?: boolean
  readonly failOn?: Level
  readonly quiet?: boolean
}

/** Adds `weir spec`: an OpenAPI description beside what really flows. */
export function addSpecCommand(program: Command, done: (code: number) => void): void {
  const spec = program.command('spec').description('Hold an OpenAPI description against traffic.')
  spec
    .command('diff')
    .description('Show where recorded traffic and an OpenAPI description part.')
    .argument('<SPEC>', 'OpenAPI 3.0 or 3.1, YAML or JSON; nothing it refers to is fetched')
    .requiredOption('--traffic <FILE...>', 'exchange lines (NDJSON) or HAR, gzipped or not')
    .option('--service <NAME>', 'only this service; without it those the description fits')
    .addOption(
      new Option('--fail-on <LEVEL>', 'exit with 1 on a difference at or above').choices([
        ...levelNames,
      ]),
    )
    .option('--json', 'print everything as JSON')
    .option('--sarif', 'print SARIF 2.1.0, for code scanning')
    .option('--quiet', 'no progress')
    .addHelpText('after', help)
    .action(async (path: string, flags: DiffFlags) => done(await diffCommand(path, flags)))
}

const help = `
Levels: error shadow; warning zombie, type-break, undocumented-field, undocumented-parameter, enum-break;
note missing-parameter, undocumented-status, orphan.

Example, in a pipeline:
  weir spec diff openapi.yaml --traffic recorded.ndjson.gz --sarif --fail-on error > weir.sarif

Exit codes: 0 done, 1 differences (--fail-on), 2 wrong input or usage, 3 environment, 70 a bug in Weir.`

async function diffCommand(path: string, flags: DiffFlags): Promise<number> {
  if (flags.json === true && flags.sarif === true) throw usageError('choose --json or --sarif')
  const file = readSpecFile(path)
  const progress = progressLine(flags.quiet === true)
  const diff = await diffSpec(file.spec, {
    files: flags.traffic,
    service: flags.service ?? null,
    onProgress: (name, exchanges) => progress.show(name, exchanges),
  }).finally(() => progress.clear())
  process.stdout.write(`${printed(flags, diff, file)}\n`)
  const least = flags.failOn === undefined ? levelNames.length : levelNames.indexOf(flags.failOn)
  const isGrave = diff.differences.some(({ kind }) => levelNames.indexOf(levels[kind]) >= least)
  return isGrave ? exitCode.findings : exitCode.done
}

function printed({ json, sarif }: DiffFlags, diff: SpecDiff, file: SpecFile): string {
  if (sarif === true) return JSON.stringify(sarifOf(diff, file), null, 1)
  if (json !== true) return specText(diff, file, paperFor(process.stdout))
  const { title, version, warnings } = file.spec
  const differences = diff.differences.map((one) => ({ ...one, level: levels[one.kind] }))
  return JSON.stringify(
    { format: 'weir-spec-diff/1', title, version, warnings, ...diff, differences },
    null,
    1,
  )
}
