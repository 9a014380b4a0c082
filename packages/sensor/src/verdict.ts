import type { Answer } from './ports.ts'

/** What an answer of the hub means for the batch it answers. */
export type Verdict = 'sent' | 'retry' | 'split' | 'refused'

/**
 * Only an answer that says the batch itself is wrong gives it up. A wrong key, a wrong address or a
 * broken hub can be mended while the batch waits.
 */
export function verdictOn(answer: Answer | null): Verdict {
  if (answer === null) return 'retry'
  const { status } = answer
  if (status >= 200 && status < 300) return 'sent'
  if (status === 413) return 'split'
  return status === 400 || status === 415 || status === 422 ? 'refused' : 'retry'
}
