import { type NewCorrection, newCorrection } from '@weir/schema/api'
import { readCorrection } from '@weir/engine'
import { stringify } from 'yaml'
import { z } from 'zod'
import { usageError } from '../exit.ts'
import { readYaml } from '../input/yaml-file.ts'

const form = z.strictObject({ corrections: z.array(newCorrection).max(5_000) })

/** Reads what `weir corrections export` writes. */
export function readCorrections(path: string): readonly NewCorrection[] {
  const { corrections } = readYaml(path, form)
  for (const [index, correction] of corrections.entries()) {
    const said = readCorrection(correction)
    if (!said.ok) throw usageError(`${path}: corrections.${index}: ${said.problem}`)
  }
  return corrections
}

export function correctionsText(corrections: readonly NewCorrection[]): string {
  const lean = corrections.map(({ kind, service, method, template, note }) => ({
    kind,
    service,
    ...(method === null ? {} : { method }),
    template,
    ...(note === '' ? {} : { note }),
  }))
  return stringify({ corrections: lean }, { lineWidth: 0 })
}
