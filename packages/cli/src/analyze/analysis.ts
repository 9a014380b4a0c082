import {
  type Correction,
  createEnsemble,
  type Ensemble,
  type Observation,
  type OwnType,
  type Teaching,
} from '@weir/engine'
import type { Exchange } from '@weir/schema'
import { deriveKeys, inflateExchange, secretFromInput } from '@weir/server'
import { headBytes, openInput } from '../input/open-input.ts'
import { type InputFormat, readExchanges } from '../input/read-exchanges.ts'
import { RowFile } from './row-file.ts'

/** What to analyse and how. */
export interface AnalysisOptions {
  readonly learn: readonly string[]
  readonly files: readonly string[]
  readonly networks: readonly { cidr: string; zone: string; internal?: boolean }[]
  /** What people said of paths. */
  readonly corrections?: readonly Correction[]
  /** Data types people defined. */
  readonly types?: readonly OwnType[]
  /** Null derives the key of the hashes from the first input. */
  readonly secret: Uint8Array | null
  readonly onProgress: (progress: Progress) => void
  /** Sees each judged exchange and the service it goes to, in the order of the rows. */
  readonly onExchange?: (exchange: Exchange, service: string) => void
}

export interface Progress {
  readonly file: string
  /** Exchanges analysed so far, over all files. */
  readonly exchanges: number
}

export interface AnalysedFile {
  readonly name: string
  readonly role: 'learn' | 'judge'
  format: InputFormat | null
  exchanges: number
  rejected: number
  /** First lines that were no exchange, and why. */
  readonly problems: { readonly line: number; readonly problem: string }[]
}

/** Bodies by how they were read, and how many were not read to their end. */
export interface Coverage {
  exchanges: number
  rejected: number
  firstMs: number | null
  lastMs: number | null
}

export interface Analysis {
  readonly ensemble: Ensemble
  readonly files: readonly AnalysedFile[]
  readonly coverage: Coverage
  /** True when `--learn` files taught and the model was frozen after them. */
  readonly promoted: boolean
  readonly rows: RowFile
}

/** Marks of an offline run: fixed by count, so that a file always gives the same result. */
const exchangesPerMark = 5_000
const shownProblems = 3

/** Reads all inputs once. The caller reads the rows back and disposes of them. */
export async function analyse(options: AnalysisOptions): Promise<Analysis> {
  const jobs = [
    ...options.learn.map((name) => ({ name, role: 'learn' as const })),
    ...options.files.map((name) => ({ name, role: 'judge' as const })),
  ]
  const rows = new RowFile()
  const coverage: Coverage = { exchanges: 0, rejected: 0, firstMs: null, lastMs: null }
  const files: AnalysedFile[] = []
  const promoted = options.learn.length > 0
  let run: Run | null = null
  try {
    for (const { name, role } of jobs) {
      const input = await openInput(name)
      run ??= newRun(options, input.head, coverage, rows)
      const file = newFile(input.name, role)
      files.push(file)
      run.begin(file, role === 'learn' ? 'vouched' : promoted ? 'none' : 'live')
      const exchanges = readExchanges(input, (format) => {
        file.format = format
      })
      for await (const { line, result } of exchanges) {
        if (result.ok) await run.take(await inflateExchange(result.value), line)
        else reject(file, coverage, line, result.problem)
      }
      if (role === 'learn') run.mark()
    }
    run?.mark()
    const ensemble = run?.ensemble ?? newEnsemble(options, Buffer.alloc(headBytes))
    return { ensemble, files, coverage, promoted, rows }
  } catch (error) {
    rows.dispose()
    throw error
  }
}

function newFile(name: string, role: AnalysedFile['role']): AnalysedFile {
  return { name, role, format: null, exchanges: 0, rejected: 0, problems: [] }
}

function reject(file: AnalysedFile, coverage: Coverage, line: number, problem: string): void {
  file.rejected += 1
  coverage.rejected += 1
  if (file.problems.length < shownProblems) file.problems.push({ line, problem })
}

function newEnsemble(options: AnalysisOptions, head: Uint8Array): Ensemble {
  const { hasher, seed } = deriveKeys(options.secret ?? secretFromInput(head))
  const ensemble = createEnsemble({ config: { networks: [...options.networks], seed }, hasher })
  ensemble.correct(options.corrections ?? [])
  ensemble.define(options.types ?? [])
  return ensemble
}

interface Run {
  readonly ensemble: Ensemble
  begin(file: AnalysedFile, teaching: Teaching): void
  take(exchange: Exchange, line: number): Promise<void>
  /** Lets what was learned since the last mark count. */
  mark(): void
}

function newRun(
  options: AnalysisOptions,
  head: Uint8Array,
  coverage: Coverage,
  rows: RowFile,
): Run {
  const ensemble = newEnsemble(options, head)
  let file = newFile('', 'judge')
  let teaching: Teaching = 'live'
  let judgedFiles = 0
  let sinceMark = 0
  const mark = (): void => {
    if (sinceMark > 0 && teaching !== 'none') ensemble.mark()
    sinceMark = 0
  }
  return {
    ensemble,
    begin: (next, how) => {
      file = next
      teaching = how
      if (next.role === 'judge') judgedFiles += 1
    },
    take: async (exchange, line) => {
      const observation = ensemble.observe(exchange, teaching)
      count(file, coverage, exchange)
      options.onProgress({ file: file.name, exchanges: coverage.exchanges })
      sinceMark += 1
      if (sinceMark === exchangesPerMark) mark()
      if (file.role === 'judge') {
        options.onExchange?.(exchange, observation.row.service)
        await rows.append(judged(observation, exchange.id ?? `${judgedFiles}:${line}`))
      }
    },
    mark,
  }
}

function count(file: AnalysedFile, coverage: Coverage, exchange: Exchange): void {
  file.exchanges += 1
  coverage.exchanges += 1
  coverage.firstMs = Math.min(coverage.firstMs ?? exchange.ts, exchange.ts)
  coverage.lastMs = Math.max(coverage.lastMs ?? exchange.ts, exchange.ts)
}

function judged(observation: Observation, id: string): Parameters<RowFile['append']>[0] {
  const { row, signals, findings, score } = observation
  return { id, row, signals, findings, score }
}
