import { type SpecLevel, specRules } from '@weir/schema/api'
import { exitCode, usageError } from '../exit.ts'
import { progressLine } from '../output/progress.ts'
import { sarifOf } from '../output/sarif.ts'
import { specText } from '../output/spec-text.ts'
import { paperFor } from '../output/text.ts'
import { apiClient, type RunningFlags } from '../running/api-client.ts'
import { diffSpec } from '../spec/diff.ts'
import { offlineReport } from '../spec/offline-report.ts'
import { isAtLeast, type SpecReport } from '../spec/report.ts'
import { askSpecDiff, runningReport } from '../spec/running-report.ts'
import { readSpecFile } from '../spec/spec-file.ts'

/** Options of `weir spec diff`, as the command line gives them. */
export interface SpecDiffFlags extends RunningFlags {
  readonly traffic?: readonly string[]
  readonly service?: string
  readonly json?: boolean
  readonly sarif?: boolean
  readonly failOn?: SpecLevel
  readonly quiet?: boolean
}

interface Found {
  readonly report: SpecReport
  /** What `--json` prints. */
  readonly json: object
}

export async function specDiffCommand(
  path: string | undefined,
  flags: SpecDiffFlags,
): Promise<number> {
  if (flags.json === true && flags.sarif === true) throw usageError('choose --json or --sarif')
  const { report, json } = await found(path, flags)
  process.stdout.write(`${printed(flags, report, json)}\n`)
  const { failOn } = flags
  const isGrave =
    failOn !== undefined && report.differences.some((difference) => isAtLeast(difference, failOn))
  return isGrave ? exitCode.findings : exitCode.done
}

function found(path: string | undefined, flags: SpecDiffFlags): Promise<Found> {
  const { traffic, service } = flags
  if (path === undefined && traffic === undefined && service !== undefined)
    return running(service, flags)
  if (path !== undefined && traffic !== undefined) return offline(path, traffic, flags)
  throw usageError(
    'give a description and recorded traffic (SPEC --traffic FILE), or --service NAME to ask a running Weir about the document it was given',
  )
}

async function offline(
  path: string,
  traffic: readonly string[],
  flags: SpecDiffFlags,
): Promise<Found> {
  const file = readSpecFile(path)
  const progress = progressLine(flags.quiet === true)
  const diff = await diffSpec(file.spec, {
    files: traffic,
    service: flags.service ?? null,
    onProgress: (name, exchanges) => progress.show(name, exchanges),
  }).finally(() => progress.clear())
  const { title, version } = file.spec
  const differences = diff.differences.map((one) => ({ ...one, level: specRules[one.kind].level }))
  const warnings = file.problems
  return {
    report: offlineReport(diff, file),
    json: { format: 'weir-spec-diff/1', title, version, warnings, ...diff, differences },
  }
}

async function running(service: string, flags: RunningFlags): Promise<Found> {
  const {
    items,
    next: _next,
    total: _total,
    ...rest
  } = await askSpecDiff(apiClient(flags), service)
  const differences = items.map(({ rule: kind, ...one }) => ({ kind, ...one }))
  return {
    report: runningReport({ ...rest, items, next: null, total: items.length }),
    json: { format: 'weir-spec-diff/1', ...rest, differences },
  }
}

function printed({ json, sarif }: SpecDiffFlags, report: SpecReport, whole: object): string {
  if (sarif === true) return JSON.stringify(sarifOf(report), null, 1)
  return json === true ? JSON.stringify(whole, null, 1) : specText(report, paperFor(process.stdout))
}
