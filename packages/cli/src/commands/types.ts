import { writeFileSync } from 'node:fs'
import { routes } from '@weir/schema/api'
import type { Command } from 'commander'
import { environmentError, exitCode } from '../exit.ts'
import { ownTypesText } from '../output/types-text.ts'
import { paperFor, plural } from '../output/text.ts'
import { apiClient, type RunningFlags } from '../running/api-client.ts'
import { withRunning } from '../running/running-options.ts'
import { readTypes, typesText } from '../types/types-file.ts'

interface ListFlags extends RunningFlags {
  readonly json?: boolean
}

interface ExportFlags extends RunningFlags {
  readonly out?: string
}

/** Adds `weir types`: data types people define for what only they have. */
export function addTypesCommand(program: Command, done: (code: number) => void): void {
  const types = program
    .command('types')
    .description('Define data types of your own: a customer number, a project code.')
    .addHelpText('after', help)
  types
    .command('check')
    .description('Check definitions and their examples; asks no running Weir.')
    .argument('<FILE>', 'YAML; - is standard input')
    .action((path: string) => {
      process.stdout.write(
        `${plural(readTypes(path).length, 'type')}, all as their examples say.\n`,
      )
      done(exitCode.done)
    })
  withRunning(types.command('import').description('Define all types of a file.'))
    .argument('<FILE>', 'YAML; - is standard input')
    .action(async (path: string, flags: RunningFlags) => done(await importAll(path, flags)))
  withRunning(types.command('list').description('What was defined so far.'))
    .option('--json', 'print JSON')
    .action(async (flags: ListFlags) => done(await list(flags)))
  withRunning(types.command('export').description('Write all as YAML, to keep with your code.'))
    .option('--out <FILE>', 'write a file instead of printing')
    .action(async (flags: ExportFlags) => done(await exportAll(flags)))
  withRunning(types.command('remove').description('Look for a type no more.'))
    .argument('<ID>', 'such as X_CUSTOMER_NUMBER')
    .action(async (id: string, flags: RunningFlags) => done(await remove(id, flags)))
}

async function importAll(path: string, flags: RunningFlags): Promise<number> {
  const all = readTypes(path)
  const client = apiClient(flags)
  for (const body of all) await client.ask(routes.defineOwnType, { body })
  process.stdout.write(`${plural(all.length, 'type')} defined.\n`)
  return exitCode.done
}

async function list(flags: ListFlags): Promise<number> {
  const found = await apiClient(flags).ask(routes.listOwnTypes)
  const text = flags.json === true ? `${JSON.stringify(found)}\n` : null
  process.stdout.write(text ?? ownTypesText(found, paperFor(process.stdout)))
  return exitCode.done
}

async function exportAll(flags: ExportFlags): Promise<number> {
  const { items } = await apiClient(flags).ask(routes.listOwnTypes)
  const text = typesText(items.map(({ at_ms: _at, by: _by, ...type }) => type))
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

async function remove(id: string, flags: RunningFlags): Promise<number> {
  await apiClient(flags).ask(routes.removeOwnType, { params: { type_id: id } })
  process.stdout.write(`${id} is looked for no more.\n`)
  return exitCode.done
}

const help = `
A file of types:
  types:
    - id: X_CUSTOMER_NUMBER
      summary: Customer number of the shop
      category: PII            # PII, PCI, PHI, FIN, GEO, SECRET or TECH
      sensitivity: high        # low, medium, high or critical
      pattern: 'C-[0-9]{8}'    # RE2 syntax, matched in linear time
      in_text: true            # also inside longer texts
      keys: [customer number]  # names of fields that tell of it
      validator: luhn          # luhn, verhoeff, mod97 or mod11-2
      examples: [C-12345674]   # invented values; checked
      counterexamples: [C-12345678]

Examples:
  weir types check types.yaml
  weir types import types.yaml
  weir analyze --types types.yaml traffic.ndjson.gz
  weir classify --types types.yaml --text app.log

Exit codes: 0 done, 2 wrong input or usage, 3 environment, 70 a bug in Weir.`
