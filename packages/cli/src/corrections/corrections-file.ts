import { readFileSync } from 'node:fs'
import { type NewCorrection, newCorrection } from '@weir/schema/api'
import { readCorrection } from '@weir/engine'
import { parseDocument, stringify } from 'yaml'
import { z } from 'zod'
import { usageError } from '../exit.ts'

const form = z.strictObject({ corrections: z.array(newCorrection).max(5_000) })

/** Reads what `weir corrections export` writes. */
export function readCorrections(path: string): readonly NewCorrection[] {
  const document = parseDocument(textOf(path), { prettyErrors: true, logLevel: 'silent' })
  const [error] = document.errors
  if (error !== undefined)
    throw usageError(`${path}: ${error.message.split('\n', 1)[0] ?? 'no YAML'}`)
  const read = form.safeParse(document.toJS({ maxAliasCount: 0 }))
  if (!read.success) {
    const [issue] = read.error.issues
    throw usageError(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`)
  }
  for (const [index, correction] of read.data.corrections.entries()) {
    const said = readCorrection(correction)
    if (!said.ok) throw usageError(`${path}: corrections.${index}: ${said.problem}`)
  }
  return read.data.corrections
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

function textOf(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (cause) {
    throw usageError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
