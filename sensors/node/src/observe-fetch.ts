import type { Recorder } from './recorder.ts'
import type { Restore } from './replace-method.ts'

export function observeFetch(_recorder: Recorder): Restore {
  return () => undefined
}
