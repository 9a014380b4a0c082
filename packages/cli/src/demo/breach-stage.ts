import { type BreachStep, breachSteps, type RunningBank, type StepTaken } from '@weir/testkit'
import type { Ear, HeardFinding } from './ear.ts'

/** One step of the breach beside what Weir said of it. */
export interface StepSeen {
  readonly taken: StepTaken
  /** The tracker this step must wake; null where nothing has to be said yet. */
  readonly expected: string | null
  readonly heard: readonly HeardFinding[]
}

/** What each step must wake. */
const expectedTracker: Readonly<Record<BreachStep, string | null>> = {
  probe: null,
  'find-role': 'ssrf.internal',
  'take-credentials': 'secret.in_transit',
  'list-buckets': 'cloudcred.outside',
  'copy-bucket': 'bulk.sync',
}

/** How long a finding may take to arrive; on a busy machine much more than it usually does. */
const patienceMs = 12_000
/** Time for findings nobody waits for. */
const settleMs = 700

export interface BreachOptions {
  readonly bank: Pick<RunningBank, 'breach'>
  readonly ear: Ear
  readonly pause: (ms: number) => Promise<void>
  readonly onStep: (seen: StepSeen) => void
}

/** Plays the breach, each step followed by what Weir said of it. */
export async function playBreach(options: BreachOptions): Promise<readonly StepSeen[]> {
  const { bank, ear, pause, onStep } = options
  const seen: StepSeen[] = []
  for (const step of breachSteps) {
    const index = ear.count
    const taken = await bank.breach(step)
    const expected = expectedTracker[step]
    if (expected !== null) await ear.hears(expected, index, patienceMs)
    await pause(settleMs)
    const next = { taken, expected, heard: ear.since(index) }
    seen.push(next)
    onStep(next)
  }
  return seen
}
