import { readFileSync } from 'node:fs'

/** Ticks of /proc are hundredths of a second wherever Linux runs today. */
const microsecondsPerTick = 10_000

/** CPU time of another process so far, in microseconds: user and system, all threads (Linux). */
export function cpuOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the program may hold spaces; it ends with the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * microsecondsPerTick
}
