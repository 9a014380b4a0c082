import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { severities, type Severity } from '@weir/engine'
import { parseNetworks } from '@weir/schema/caller'
import { analyse, type Analysis } from '../analyze/analysis.ts'
import { citedExchanges, type Report, reportOf } from '../analyze/report.ts'
import { verdictOf } from '../analyze/verdict.ts'
import { readCorrections } from '../corrections/corrections-file.ts'
import { environmentError, exitCode, usageError } from '../exit.ts'
import { OutputFile } from '../output/output-file.ts'
import { progressLine } from '../output/progress.ts'
import { reportText } from '../output/report-text.ts'
import { paperFor } from '../output/text.ts'
import { ownTypesIn } from '../types/types-file.ts'
import { describedServices, serviceFileName } from '../spec/described-services.ts'

/** Options of `weir analyze`, as the command line gives them. */
export interface AnalyzeFlags {
  readonly learn?: readonly string[]
  readonly verdicts?: string
  readonly report?: string
  readonly openapi?: string
  readonly corrections?: string
  readonly types?: string
  readonly network?: readonly string[]
  readonly secretFile?: string
  readonly failOn?: Severity
  readonly json?: boolean
  readonly quiet?: boolean
}

export async function analyzeCommand(
  files: readonly string[],
  flags: AnalyzeFlags,
): Promise<number> {
  if (files.length === 0) {
    throw usageError('weir analyze needs at least one FILE, or - for standard input')
  }
  const progress = progressLine(flags.quiet === true)
  const analysis = await analyse({
    learn: flags.learn ?? [],
    files,
    networks: (flags.network ?? []).map(parseNetwork),
    corrections: flags.corrections === undefined ? [] : readCorrections(flags.corrections),
    types: ownTypesIn(flags.types),
    secret: flags.secretFile === undefined ? null : readSecret(flags.secretFile),
    onProgress: ({ file, exchanges }) => progress.show(file, exchanges),
  }).finally(() => progress.clear())
  try {
    const report = reportOf(analysis, await writeVerdicts(analysis, flags.verdicts))
    if (flags.report !== undefined) {
      writeOutput(flags.report, `${JSON.stringify(report, null, 1)}\n`)
    }
    if (flags.openapi !== undefined) writeOpenApi(report, flags.openapi)
    print(report, flags.json === true)
    return failing(report, flags.failOn) ? exitCode.findings : exitCode.done
  } finally {
    analysis.rows.dispose()
  }
}

function print(report: Report, json: boolean): void {
  const text = json ? `${JSON.stringify(report)}\n` : reportText(report, paperFor(process.stdout))
  process.stdout.write(text)
}

/** Writes the verdicts in input order and returns the ids of the exchanges that findings cite. */
async function writeVerdicts(
  analysis: Analysis,
  path: string | undefined,
): Promise<ReadonlyMap<number, string>> {
  const cited = citedExchanges(analysis)
  const ids = new Map<number, string>()
  const model = analysis.ensemble.model()
  const output = path === undefined ? null : new OutputFile(path)
  for await (const judged of analysis.rows.rows()) {
    if (cited.has(judged.row.seq)) ids.set(judged.row.seq, judged.id)
    await output?.write(`${JSON.stringify(verdictOf(model, judged))}\n`)
  }
  await output?.close()
  return ids
}

function writeOutput(path: string, text: string): void {
  attempt(`${path} cannot be written`, () => writeFileSync(path, text))
}

function writeOpenApi(report: Report, folder: string): void {
  attempt(`${folder} cannot be made`, () => mkdirSync(folder, { recursive: true }))
  for (const { name, document } of describedServices(report)) {
    const file = join(folder, `${serviceFileName(name)}.openapi.json`)
    writeOutput(file, `${JSON.stringify(document, null, 2)}\n`)
  }
}

function attempt(what: string, act: () => void): void {
  try {
    act()
  } catch (cause) {
    throw environmentError(`${what}: ${messageOf(cause)}`, cause)
  }
}

function parseNetwork(text: string): { cidr: string; zone: string; internal: boolean } {
  const match = /^([^=!]{1,64})(!?)=([0-9a-fA-F.:/]{2,50})$/.exec(text)
  if (match === null) {
    throw usageError(
      `--network ${text}: expected ZONE=CIDR such as dmz=10.20.0.0/16, or ZONE!=CIDR for one that is not ours`,
    )
  }
  const [, zone = '', foreign = '', cidr = ''] = match
  const rule = { cidr, zone, internal: foreign === '' }
  try {
    parseNetworks([rule])
  } catch (cause) {
    throw usageError(`--network ${text}: ${messageOf(cause)}`)
  }
  return rule
}

const leastSecretBytes = 16

function readSecret(path: string): Uint8Array {
  const secret = secretBytes(path)
  if (secret.length >= leastSecretBytes) return secret
  throw usageError(`--secret-file ${path}: needs at least ${leastSecretBytes} bytes`)
}

function secretBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw usageError(`--secret-file ${path}: ${messageOf(cause)}`)
  }
}

function failing(report: Report, failOn: Severity | undefined): boolean {
  if (failOn === undefined) return false
  const least = severities.indexOf(failOn)
  return report.findings.some(({ severity }) => severities.indexOf(severity) >= least)
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
