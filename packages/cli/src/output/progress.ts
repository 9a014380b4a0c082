import { grouped } from './text.ts'

/** One line on the terminal that is rewritten in place; silent when standard error is no terminal. */
export interface ProgressLine {
  show(file: string, exchanges: number): void
  clear(): void
}

const everyMs = 200

export function progressLine(quiet: boolean): ProgressLine {
  const stream = process.stderr
  if (quiet || !stream.isTTY) return { show: () => undefined, clear: () => undefined }
  const began = performance.now()
  let shown = 0
  return {
    show: (file, exchanges) => {
      const now = performance.now()
      if (now - shown < everyMs) return
      shown = now
      const rate = Math.round((exchanges * 1_000) / Math.max(1, now - began))
      const text = `${file}: ${grouped(exchanges)} exchanges, ${grouped(rate)}/s`
      stream.write(`\r\x1b[K${text.slice(0, stream.columns - 1)}`)
    },
    clear: () => {
      if (shown > 0) stream.write('\r\x1b[K')
    },
  }
}
