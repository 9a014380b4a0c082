import { writeFileSync } from 'node:fs'
import { type CorrectionKind, routes } from '@weir/schema/api'
import type { Command } from 'commander'
import { correctionsText, readCorrections } from '../corrections/corrections-file.ts'
import { environmentError, exitCode } from '../exit.ts'
import { correctionAnswerText, correctionListText } from '../output/corrections-text.ts'
import { paperFor, plural } from '../output/text.ts'
import { apiClient, type RunningFlags } from '../running/api-client.ts'
import { withRunning } from '../running/running-options.ts'

interface MakeFlags extends RunningFlags {
  readonly method?: string
  readonly note?: string
  readonly preview?: boolean
  readonly json?: boolean
}

interface ListFlags extends RunningFlags {
  readonly service?: string
  readonly json?: boolean
}

interface ExportFlags extends ListFlags {
  readonly out?: string
}

/** Adds `weir corrections`: people's word on how paths are read. */
export function addCorrectionsCommand(program: Command, done: (code: number) => void): void {
  const corrections = program
    .command('corrections')
    .description('Correct how a running Weir reads paths; what you say outweighs what it thinks.')
    .addHelpText('after', help)
  addMaking(corrections, done)
  withRunning(corrections.command('list').description('What was said so far.'))
    .option('--service <NAME>', 'only of this service')
    .option('--json', 'print JSON')
    .action(async (flags: ListFlags) => done(await list(flags)))
  withRunning(corrections.command('undo').description('Take a correction back.'))
    .argument('<ID>', 'as `weir corrections list` shows it')
    .action(async (id: string, flags: RunningFlags) => done(await undo(id, flags)))
  withRunning(
    corrections.command('export').description('Write all as YAML, to keep with your code.'),
  )
    .option('--service <NAME>', 'only of this service')
    .option('--out <FILE>', 'write a file instead of printing')
    .action(async (flags: ExportFlags) => done(await exportAll(flags)))
  withRunning(corrections.command('import').description('Make all corrections of such a file.'))
    .argument('<FILE>', 'YAML; - is standard input')
    .action(async (path: string, flags: RunningFlags) => done(await importAll(path, flags)))
}

const making: readonly (readonly [CorrectionKind, string, string])[] = [
  ['merge', 'The last segment is a parameter, whatever stands there.', '/v1/teams/{team}'],
  ['split', 'The last segment is a word of the API.', '/v1/teams/archive'],
  ['rename', 'The parameter at the end has this name.', '/v1/teams/{slug}'],
  ['ignore', 'The operation is in no list; its calls are still watched.', '/health, /static/*'],
]

function addMaking(corrections: Command, done: (code: number) => void): void {
  for (const [kind, description, example] of making) {
    const command = withRunning(corrections.command(kind).description(description))
      .argument('<SERVICE>', 'the service as Weir names it')
      .argument('<TEMPLATE>', `such as ${example}`)
      .option('--note <TEXT>', 'why, for those who come after')
      .option('--preview', 'only say what would change')
      .option('--json', 'print JSON')
    if (kind === 'ignore') command.option('--method <METHOD>', 'this method alone')
    command.action(async (service: string, template: string, flags: MakeFlags) =>
      done(await make(kind, service, template, flags)),
    )
  }
}

async function make(
  kind: CorrectionKind,
  service: string,
  template: string,
  flags: MakeFlags,
): Promise<number> {
  const { method, note = '', preview = false, json = false } = flags
  const answer = await apiClient(flags).ask(routes.createCorrection, {
    query: { preview: String(preview) },
    body: { kind, service, template, note, method: method?.toUpperCase() ?? null },
  })
  process.stdout.write(json ? `${JSON.stringify(answer)}\n` : correctionAnswerText(answer))
  return exitCode.done
}

async function list(flags: ListFlags): Promise<number> {
  const found = await asked(flags)
  const text = flags.json === true ? `${JSON.stringify(found)}\n` : null
  process.stdout.write(text ?? correctionListText(found, paperFor(process.stdout)))
  return exitCode.done
}

function asked(flags: ListFlags): Promise<Parameters<typeof correctionListText>[0]> {
  const query = flags.service === undefined ? {} : { service: flags.service }
  return apiClient(flags).ask(routes.listCorrections, { query })
}

async function undo(id: string, flags: RunningFlags): Promise<number> {
  await apiClient(flags).ask(routes.undoCorrection, { params: { correction_id: id } })
  process.stdout.write(`${id} is taken back.\n`)
  return exitCode.done
}

async function exportAll(flags: ExportFlags): Promise<number> {
  const { items } = await asked(flags)
  const text = correctionsText(items)
  if (flags.out === undefined) process.stdout.write(text)
  else write(flags.out, text)
  return exitCode.done
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw environmentError(`${path} cannot be written: ${reason}`, cause)
  }
}

async function importAll(path: string, flags: RunningFlags): Promise<number> {
  const client = apiClient(flags)
  const all = readCorrections(path)
  for (const body of all) await client.ask(routes.createCorrection, { body })
  process.stdout.write(`${plural(all.length, 'correction')} made.\n`)
  return exitCode.done
}

const help = `
Examples:
  weir corrections merge shop /v1/teams/{team} --preview
  weir corrections split shop /v1/teams/archive --note "a page of its own"
  weir corrections ignore shop /health --method GET
  weir corrections export --out corrections.yaml
  weir analyze --corrections corrections.yaml traffic.ndjson.gz

Exit codes: 0 done, 2 wrong input or usage, 3 environment, 70 a bug in Weir.`
