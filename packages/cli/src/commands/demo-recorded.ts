import { relative } from 'node:path'
import { analyse } from '../analyze/analysis.ts'
import { citedExchanges, type Report, reportOf } from '../analyze/report.ts'
import { recordDay } from '../demo/recorded-day.ts'
import { storyText } from '../demo/story-text.ts'
import { exitCode } from '../exit.ts'
import { progressLine } from '../output/progress.ts'
import { paperFor } from '../output/text.ts'

/** Options of `weir demo --recorded`. */
export interface RecordedFlags {
  readonly seed: string
  readonly attack: boolean
  readonly save?: string
  readonly json?: boolean
}

/** Tells a recorded day: the same for the same seed. */
export async function recordedDemo(flags: RecordedFlags): Promise<number> {
  const day = recordDay(flags.seed, flags.attack, flags.save)
  try {
    const began = performance.now()
    const report = await analysed(day.file, flags.json === true)
    const seconds = (performance.now() - began) / 1_000
    const saved = flags.save === undefined ? null : relative(process.cwd(), day.file)
    const text =
      flags.json === true
        ? `${JSON.stringify(report)}\n`
        : storyText(report, { ...flags, seconds, saved }, paperFor(process.stdout))
    process.stdout.write(text)
    return exitCode.done
  } finally {
    day.dispose()
  }
}

/** Exactly what `weir analyze FILE` does, without anything told beforehand. */
async function analysed(file: string, quiet: boolean): Promise<Report> {
  const progress = progressLine(quiet)
  const analysis = await analyse({
    learn: [],
    files: [file],
    networks: [],
    secret: null,
    onProgress: ({ exchanges }) => progress.show('reading the day', exchanges),
  }).finally(() => progress.clear())
  try {
    const cited = citedExchanges(analysis)
    const ids = new Map<number, string>()
    for await (const { id, row } of analysis.rows.rows()) {
      if (cited.has(row.seq)) ids.set(row.seq, id)
    }
    return reportOf(analysis, ids)
  } finally {
    analysis.rows.dispose()
  }
}
