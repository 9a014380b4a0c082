import type { Finding, Incident } from '@weir/engine'
import type { Balance } from '@weir/server'
import type { LoadFigures } from '@weir/testkit'
import type { StepSeen } from './breach-stage.ts'

/** Something the demo promises, and whether it held. */
export interface Promised {
  readonly what: string
  readonly held: boolean
  readonly detail: string
}

export interface Played {
  /** Empty when there was no breach. */
  readonly steps: readonly StepSeen[]
  readonly findings: readonly Finding[]
  readonly incidents: readonly Incident[]
  /** Everybody whose findings belong to the breach besides the members of its incident. */
  readonly tricked: readonly string[]
  readonly load: LoadFigures
  readonly balance: Balance
}

/** Objects that may be gone before the finding's cause is seen. */
const mostObjects = 50

/** Judges a run of the demo: what it promises and what came of it. */
export function judge(played: Played): readonly Promised[] {
  const breach =
    played.steps.length === 0
      ? []
      : [...played.steps.flatMap(stepSeen), oneChain(played), early(played), closed(played)]
  return [...breach, quiet(played), unharmed(played), balanced(played)]
}

function stepSeen({ expected, heard, taken }: StepSeen): readonly Promised[] {
  if (expected === null) return []
  const first = heard.find(({ finding }) => finding.tracker === expected)
  const delay =
    first === undefined ? 'never' : `${Math.round(first.heardMs - first.finding.firstMs)} ms later`
  return [{ what: `${taken.step}: ${expected}`, held: first !== undefined, detail: delay }]
}

/** The findings of all steps, in the order of the steps, in one incident. */
function oneChain({ steps, incidents }: Played): Promised {
  const what = 'one incident holds the chain'
  const wanted = steps.flatMap(({ expected, heard }) => {
    const first = heard.find(({ finding }) => finding.tracker === expected)
    return first === undefined ? [] : [first.finding]
  })
  const holding = incidents.filter(({ findings }) => wanted.some(({ id }) => findings.includes(id)))
  const [chain] = holding
  const missing = wanted.filter(({ id }) => chain?.findings.includes(id) !== true)
  const ordered = wanted.every(
    ({ firstMs }, index) => index === 0 || firstMs >= (wanted[index - 1]?.firstMs ?? 0),
  )
  const held = holding.length === 1 && missing.length === 0 && ordered && wanted.length > 0
  if (held) return { what, held, detail: `${wanted.length} findings in the order of the steps` }
  const absent = missing.map(({ tracker }) => tracker).join(', ')
  return {
    what,
    held,
    detail: `${holding.length} incidents${absent === '' ? '' : `; without ${absent}`}`,
  }
}

function early({ steps }: Played): Promised {
  const what = `the copying is seen within ${mostObjects} objects`
  const copy = steps.find(({ taken }) => taken.objectsMs.length > 0)
  const first = copy?.heard.find(({ finding }) => finding.tracker === copy.expected)
  if (copy === undefined || first === undefined)
    return { what, held: false, detail: 'it was not seen' }
  const { cause, gone } = objectsBefore(copy, first)
  const detail = `raised by object ${cause}, said when ${gone} of ${copy.taken.objectsMs.length} were gone`
  return { what, held: cause <= mostObjects, detail }
}

/** What was given out after Weir had said that somebody copies the bucket. */
function closed({ steps }: Played): Promised {
  const what = 'the doors close on whoever copies'
  const copy = steps.find(({ taken }) => taken.objectsMs.length > 0)
  const first = copy?.heard.find(({ finding }) => finding.tracker === copy.expected)
  if (copy === undefined || first === undefined) {
    return { what, held: false, detail: 'there was no finding to act on' }
  }
  const { objectsMs, servedMs } = copy.taken
  const lost = servedMs.filter((at) => at > first.heardMs).length
  const refused = objectsMs.length - servedMs.length
  const detail = `${lost} objects lost after the finding, ${refused} of ${objectsMs.length} refused`
  return { what, held: refused > 0, detail }
}

/** Objects asked for when the finding's cause came by, and given out when it was heard. */
export function objectsBefore(
  { taken }: Pick<StepSeen, 'taken'>,
  { finding, heardMs }: StepSeen['heard'][number],
): { readonly cause: number; readonly gone: number } {
  // Requests are stamped in whole milliseconds, findings in fractions of one.
  const cause = countUntil(taken.objectsMs, finding.firstMs + 1)
  return { cause, gone: countUntil(taken.servedMs, heardMs) }
}

function countUntil(times: readonly number[], ms: number): number {
  return times.filter((at) => at <= ms).length
}

function quiet({ findings, incidents, tricked, steps }: Played): Promised {
  const guilty = new Set([
    ...(steps.length === 0 ? [] : incidents.flatMap(({ actors }) => actors)),
    ...tricked,
  ])
  const strays = findings.filter(({ actor }) => !guilty.has(actor))
  const what = 'the backup, the customers and everybody else raise nothing'
  const names = strays.map(({ tracker, actor, why }) => `${tracker} by ${actor}: ${why}`)
  return { what, held: strays.length === 0, detail: names.slice(0, 3).join('; ') || 'no finding' }
}

function unharmed({ load }: Played): Promised {
  const what = 'the bank serves its customers unharmed'
  const detail = `${load.requests} requests, ${load.failures} failed, p50 ${load.p50Ms.toFixed(1)} ms, p99 ${load.p99Ms.toFixed(1)} ms`
  return { what, held: load.failures === 0 && load.requests > 0, detail }
}

function balanced({ balance }: Played): Promised {
  const { received, analysed, dropped, held } = balance
  const detail = `received ${received} = analysed ${analysed} + dropped ${dropped} + held ${held}`
  const adds = received === analysed + dropped + held
  return { what: 'every exchange is accounted for', held: adds && dropped === 0, detail }
}
