import { exitCode, usageError } from '../exit.ts'
import { progressLine } from '../output/progress.ts'
import { sarifOf } from '../output/sarif.ts'
import { specText } from '../output/spec-text.ts'
import { paperFor } from '../output/text.ts'
import { diffSpec, type Level, levelNames, levels, type SpecDiff } from '../spec/diff.ts'
import { readSpecFile, type SpecFile } from '../spec/spec-file.ts'

/** Options of `weir spec diff`, as the command line gives them. */
export interface SpecDiffFlags {
  readonly traffic: readonly string[]
  readonly service?: string
  readonly json?: boolean
  readonly sarif?: boolean
  readonly failOn?: Level
  readonly quiet?: boolean
}

export async function specDiffCommand(path: string, flags: SpecDiffFlags): Promise<number> {
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

function printed({ json, sarif }: SpecDiffFlags, diff: SpecDiff, file: SpecFile): string {
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
