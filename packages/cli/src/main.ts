import { severities } from '@weir/engine'
import { errorGuide, WeirError } from '@weir/server'
import { Command, CommanderError, Option } from 'commander'
import { type AnalyzeFlags, analyzeCommand } from './commands/analyze.ts'
import { type ClassifyFlags, classifyCommand, sensitivities } from './commands/classify.ts'
import { addCorrectionsCommand } from './commands/corrections.ts'
import { addDecisionsCommand } from './commands/decisions.ts'
import { addDemoCommand } from './commands/demo.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addDoorsCommand } from './commands/doors.ts'
import { addSensorCommand } from './commands/sensor.ts'
import { type ServeFlags, serveCommand } from './commands/serve.ts'
import { addTypesCommand } from './commands/types.ts'
import { addTokenCommand } from './commands/token.ts'
import { addSpecCommand } from './commands/spec.ts'
import { CommandError, exitCode } from './exit.ts'
import { version } from './version.ts'

/** Runs the command line and returns its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  let code: number = exitCode.done
  const program = createProgram((result) => {
    code = result
  })
  process.stdout.on('error', endQuietly)
  try {
    await program.parseAsync(['node', 'weir', ...args])
    return code
  } catch (error) {
    return report(error)
  }
}

/** A reader that has seen enough (`weir … | head`) is no failure. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCode.done)
  throw error
}

function createProgram(done: (code: number) => void): Command {
  const program = new Command('weir')
    .description('Watches data in motion between APIs and says what does not belong.')
    .version(version())
    .exitOverride()
    .showHelpAfterError('(weir --help shows what there is)')
  program
    .command('analyze')
    .description('Find services, operations, data types and misuse in recorded traffic.')
    .argument(
      '[FILE...]',
      'exchange lines (NDJSON), HAR or access logs, gzipped or not; - is standard input',
    )
    .option(
      '--learn <FILE>',
      'traffic you vouch for: it teaches first, then the FILEs are judged against it; may repeat',
      collect,
    )
    .option('--verdicts <FILE>', 'write one JSON line for each judged exchange')
    .option('--report <FILE>', 'write everything found as JSON')
    .option('--openapi <DIR>', 'write an OpenAPI 3.1 document for each service')
    .option(
      '--network <ZONE=CIDR>',
      'name an address range; ZONE!=CIDR for one that is not ours; may repeat',
      collect,
    )
    .option(
      '--secret-file <FILE>',
      'key of the hashes, to compare runs; without it each input has its own',
    )
    .addOption(
      new Option('--fail-on <SEVERITY>', 'exit with 1 on a finding at or above').choices([
        ...severities,
      ]),
    )
    .option('--corrections <FILE>', 'what `weir corrections export` wrote: it holds here too')
    .option('--types <FILE>', 'data types of your own (weir types --help)')
    .option('--json', 'print the report as JSON')
    .option('--quiet', 'no progress')
    .addHelpText('after', analyzeHelp)
    .action(async (files: readonly string[], flags: AnalyzeFlags) => {
      done(await analyzeCommand(files, flags))
    })
  addClassify(program, done)
  addSpecCommand(program, done)
  addDecisionsCommand(program, done)
  addDoorsCommand(program, done)
  addDoctorCommand(program, done)
  addSensorCommand(program, done)
  addDemoCommand(program, done)
  addServe(program, done)
  addCorrectionsCommand(program, done)
  addTypesCommand(program, done)
  addTokenCommand(program, done)
  return program
}

function addClassify(program: Command, done: (code: number) => void): void {
  program
    .command('classify')
    .description('Find sensitive data in a text: a log, a dump, a prompt.')
    .requiredOption('--text <FILE>', 'text, gzipped or not; - is standard input')
    .option('--types <FILE>', 'data types of your own (weir types --help)')
    .option('--all', 'also values that only have the shape of a type')
    .addOption(
      new Option('--fail-on <SENSITIVITY>', 'exit with 1 on a value at or above').choices([
        ...sensitivities,
      ]),
    )
    .option('--json', 'print one JSON line for each value')
    .addHelpText('after', exitCodes)
    .action(async (flags: ClassifyFlags) => {
      done(await classifyCommand(flags))
    })
}

function addServe(program: Command, done: (code: number) => void): void {
  program
    .command('serve')
    .description('Take traffic from sensors, keep it, analyse it, say what does not belong.')
    .option('--data <DIR>', 'where everything is kept (WEIR_DATA; default ~/.local/share/weir)')
    .option('--config <FILE>', 'settings as YAML; environment and flags go before it')
    .option('--host <ADDRESS>', 'address to listen on (WEIR_HOST; default 127.0.0.1)')
    .option('--port <PORT>', 'port to listen on, 0 for any free one (WEIR_PORT; default 7447)')
    .option('--environment <NAME>', 'the environment it watches (WEIR_ENVIRONMENT)')
    .option('--log-level <LEVEL>', 'least severe message on standard error (WEIR_LOG_LEVEL)')
    .option('--json', 'say where it runs as one line of JSON')
    .addHelpText('after', exitCodes)
    .action(async (flags: ServeFlags) => {
      done(await serveCommand(flags))
    })
}

const exitCodes = `
Exit codes: 0 done, 1 findings (--fail-on), 2 wrong input or usage, 3 environment, 70 a bug in Weir.`

const analyzeHelp = `
Examples:
  weir analyze traffic.ndjson.gz
  weir analyze --learn last-week.ndjson.gz --verdicts today.verdicts.ndjson today.ndjson.gz
  weir analyze --openapi specs/ --fail-on high session.har
${exitCodes}`

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCode.done : exitCode.usage
  }
  if (error instanceof CommandError) {
    process.stderr.write(`weir: ${error.message}\n`)
    return error.code
  }
  if (error instanceof WeirError) {
    process.stderr.write(`weir: ${error.message} (${error.code})\n`)
    return errorGuide[error.code].exitCode ?? exitCode.environment
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`weir: a bug of ours, please report it:\n${detail}\n`)
  return exitCode.bug
}
