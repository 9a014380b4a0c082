import { readdirSync, readFileSync } from 'node:fs'
import { decodeExchange, type Exchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createEnsemble, type Signal } from '../index.ts'
import { plainHasher } from '../testing/plain-hasher.ts'
import { trackers } from './index.ts'

/**
 * Every tracker's `cases.yaml`: what fires, with its severity, and what must stay quiet. A case may
 * need traffic `before` it that teaches or leads up to it; a turn may `repeat`, and then `{n}` in its
 * texts is the number of the repetition and `{keys 40}` a listing of forty objects.
 */
const folder = new URL('.', import.meta.url)
const lowestScore = { low: 0, medium: 0.5, high: 0.7, critical: 0.9 } as const

for (const tracker of trackers) {
  const cases = readCases(tracker.id)
  describe(tracker.id, () => {
    for (const one of cases.fires) {
      it(`fires: ${one.name}`, () => {
        const turns = signalsOf(tracker.id, one)
        const signals = turns.flat()
        const highest = Math.max(...signals.map((signal) => signal.score), -1)
        expect(highest).toBeGreaterThanOrEqual(lowestScore[one.severity])
        const places = signals.map(({ field }) =>
          field === null ? '' : `${field.in} ${field.path}`,
        )
        if (one.field !== undefined) expect(places).toContain(one.field)
        const first = turns.findIndex((found) => found.some(({ score }) => score >= 0.5))
        if (one.speaks_at !== undefined) expect(first + 1).toBe(one.speaks_at)
      })
    }
    for (const one of cases.quiet) {
      it(`stays quiet: ${one.name}`, () => {
        const findings = signalsOf(tracker.id, one)
          .flat()
          .filter(({ score }) => score >= 0.5)
        expect(findings).toEqual([])
      })
    }
  })
}

describe('the list of trackers', () => {
  it('has a folder with cases and a page for every tracker', () => {
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
    expect(folders.sort()).toEqual(trackers.map(({ id }) => folderOf(id)).sort())
    for (const name of folders) {
      const page = readFileSync(new URL(`${name}/README.md`, folder), 'utf8')
      expect(page).toContain('**False alarms.**')
    }
  })
})

/** Exchanges alike, one after the other. */
interface Turn {
  readonly exchange: unknown
  readonly repeat?: number
  /** Seconds from one to the next, and from what was before to the first. */
  readonly every_s?: number
  readonly after_s?: number
  /** Lets count what was learned until its end. */
  readonly mark?: boolean
}

interface Case extends Turn {
  readonly name: string
  readonly networks?: readonly { cidr: string; zone: string }[]
  readonly before?: readonly Turn[]
  readonly severity: keyof typeof lowestScore
  readonly field?: string
  /** Number of the repetition that raises the first finding. */
  readonly speaks_at?: number
}

function folderOf(id: string): string {
  return id.replace(/[._]/g, '-')
}

function readCases(id: string): {
  readonly fires: readonly Case[]
  readonly quiet: readonly Case[]
} {
  const text = readFileSync(new URL(`${folderOf(id)}/cases.yaml`, folder), 'utf8')
  return parse(text, { merge: true, maxAliasCount: -1 })
}

/** What the tracker says of each exchange of the case itself. */
function signalsOf(id: string, one: Case): readonly (readonly Signal[])[] {
  const config = { networks: [...(one.networks ?? [])] }
  const ensemble = createEnsemble({ hasher: plainHasher, config })
  let ts = 1_700_000_000_000
  const play = ({ exchange, repeat = 1, every_s = 1, after_s = 1, mark }: Turn): Signal[][] => {
    ts += (after_s - every_s) * 1_000
    const told = Array.from({ length: repeat }, (_, index) => {
      ts += every_s * 1_000
      const { signals } = ensemble.observe(exchangeOf(exchange, index + 1, ts), 'live')
      return signals.filter(({ tracker }) => tracker === id)
    })
    if (mark === true) ensemble.mark()
    return told
  }
  for (const turn of one.before ?? []) play(turn)
  return play(one)
}

function exchangeOf(line: unknown, number: number, ts: number): Exchange {
  const text = JSON.stringify(line)
    .replaceAll('{n}', String(number))
    .replaceAll(/\{keys (\d+)\}/g, (_, count: string) => listedKeys(Number(count)))
  const decoded = decodeExchange(Object.assign({ ts }, JSON.parse(text)))
  if (!decoded.ok) throw new Error(decoded.problem)
  return decoded.value
}

function listedKeys(count: number): string {
  return Array.from({ length: count }, (_, at) => `<Contents><Key>k/${at}</Key></Contents>`).join(
    '',
  )
}
