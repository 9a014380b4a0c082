import { readdirSync, readFileSync } from 'node:fs'
import { decodeExchange, type Exchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createEnsemble, type Signal } from '../index.ts'
import { plainHasher } from '../testing/plain-hasher.ts'
import { trackers } from './index.ts'

/** Every tracker's `cases.yaml`: what fires, with its severity, and what must stay quiet. */
const folder = new URL('.', import.meta.url)
const lowestScore = { low: 0, medium: 0.5, high: 0.7, critical: 0.9 } as const

for (const tracker of trackers) {
  const cases = readCases(tracker.id)
  describe(tracker.id, () => {
    for (const one of cases.fires) {
      it(`fires: ${one.name}`, () => {
        const signals = signalsOf(tracker.id, one.exchange)
        const highest = Math.max(...signals.map((signal) => signal.score), -1)
        expect(highest).toBeGreaterThanOrEqual(lowestScore[one.severity])
        const places = signals.map(({ field }) =>
          field === null ? '' : `${field.in} ${field.path}`,
        )
        if (one.field !== undefined) expect(places).toContain(one.field)
      })
    }
    for (const one of cases.quiet) {
      it(`stays quiet: ${one.name}`, () => {
        const findings = signalsOf(tracker.id, one.exchange).filter(({ score }) => score >= 0.5)
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

interface Case {
  readonly name: string
  readonly exchange: unknown
  readonly severity: keyof typeof lowestScore
  readonly field?: string
}

function folderOf(id: string): string {
  return id.replace(/[._]/g, '-')
}

function readCases(id: string): {
  readonly fires: readonly Case[]
  readonly quiet: readonly Case[]
} {
  const text = readFileSync(new URL(`${folderOf(id)}/cases.yaml`, folder), 'utf8')
  return parse(text)
}

function signalsOf(id: string, line: unknown): readonly Signal[] {
  const ensemble = createEnsemble({ hasher: plainHasher })
  const observation = ensemble.observe(exchangeOf(line), 'live')
  return observation.signals.filter(({ tracker }) => tracker === id)
}

function exchangeOf(line: unknown): Exchange {
  const decoded = decodeExchange(Object.assign({ ts: 1_700_000_000_000 }, line))
  if (!decoded.ok) throw new Error(decoded.problem)
  return decoded.value
}
