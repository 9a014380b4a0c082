import { pino } from 'pino'
import { messageOf, WeirError } from '../weir-error.ts'
import type { Settings } from '../config/settings.ts'

/** What the server says of itself; normal operation says nothing. */
export interface Report {
  /** A part works no more, or not now; the message says what to do. */
  trouble(part: string, error: unknown): void
  /** A bug of ours. Its message may cite what it stumbled over, so only its place is told. */
  fault(part: string, error: unknown): void
  /** A snapshot could not be read and was set aside. */
  setAside(path: string): void
}

/** Lines of JSON on standard error. */
export function createReport(level: Settings['log']['level']): Report {
  const log = pino({ level, base: { name: 'weir' } }, pino.destination({ dest: 2, sync: true }))
  return {
    trouble: (part, error) => log.error({ part, ...codeOf(error) }, messageOf(error)),
    fault: (part, error) =>
      log.error({ part, place: placeOf(error) }, 'a bug of ours, please report it'),
    setAside: (path) =>
      log.warn({ part: 'snapshot', path }, 'a snapshot is unreadable; the one before it is used'),
  }
}

function codeOf(error: unknown): { readonly code?: string } {
  return error instanceof WeirError ? { code: error.code } : {}
}

/** Name and call sites of an error, without its message. */
function placeOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [typeof error]
  const sites = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [error.name, ...sites.slice(0, 12).map((line) => line.trim())]
}
