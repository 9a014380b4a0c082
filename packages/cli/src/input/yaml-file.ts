import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { usageError } from '../exit.ts'

/** Reads YAML of a known form; a `CommandError` says what is wrong with it, and where. */
export function readYaml<Form>(path: string, form: z.ZodType<Form>): Form {
  const document = parseDocument(textOf(path), { prettyErrors: true, logLevel: 'silent' })
  const [error] = document.errors
  if (error !== undefined)
    throw usageError(`${path}: ${error.message.split('\n', 1)[0] ?? 'no YAML'}`)
  const read = form.safeParse(plain(document, path))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw usageError(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`)
}

function plain(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch (cause) {
    throw usageError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (cause) {
    throw usageError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
