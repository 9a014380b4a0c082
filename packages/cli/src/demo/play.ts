import { setTimeout as after } from 'node:timers/promises'
import type { Hub } from '@weir/server'
import type { RunningBank } from '@weir/testkit'
import type { Paper } from '../output/text.ts'
import { playBreach, type StepSeen } from './breach-stage.ts'
import type { Ear } from './ear.ts'
import {
  backupText,
  breachTitle,
  learningText,
  openingText,
  outcomeText,
  quietTitle,
  statusText,
  stepText,
  todoText,
} from './live-text.ts'
import { judge, type Played } from './outcome.ts'

/** Everything the story needs on its stage. */
export interface Stage {
  readonly hub: Hub
  readonly bank: RunningBank
  readonly ear: Ear
  readonly paper: Paper
  readonly attack: boolean
  readonly speed: number
  readonly say: (text: string) => void
  readonly signal: AbortSignal
}

/** How long the demo lets Weir learn at the usual speed, and at least, in milliseconds. */
const usualLearnMs = 30_000
const leastLearnMs = 18_000

/** However fast everybody is: on a busy machine the backup takes its time, and must be known by then. */
export function learnMs(speed: number): number {
  return Math.max(leastLearnMs, usualLearnMs / speed)
}

const statusEveryMs = 6_000
const beforeBackupMs = 4_000
const quietMs = 6_000
/** What sensors still hold when everybody is done. */
const lastBatchesMs = 800

/** Plays the whole story: Weir learns, the intruder comes, and what was promised is judged. */
export async function play(stage: Stage): Promise<Played> {
  const { bank, hub, paper, say, speed } = stage
  const seconds = Math.round(learnMs(speed) / 1_000)
  say(openingText(paper, bank))
  say(learningText(paper, seconds))
  await learn(stage)
  const steps = stage.attack ? await breach(stage) : await waitQuietly(stage)
  await bank.backUp()
  const load = await bank.figures()
  await rest(stage, lastBatchesMs)
  const played = {
    steps,
    load,
    findings: hub.findings(),
    incidents: hub.incidents(),
    balance: hub.balance(),
    tricked: [`address:${bank.edgeAddress}`],
  }
  if (played.incidents.length > 0) say(todoText(played.findings, paper))
  say(outcomeText(judge(played), paper))
  return played
}

/** Customers come and go, and the backup runs once, so that its like is known. */
async function learn(stage: Stage): Promise<void> {
  const { bank, hub, ear, say, speed } = stage
  const until = performance.now() + learnMs(speed)
  await rest(stage, beforeBackupMs / speed)
  const backup = bank.backUp().then(({ copied }) => say(backupText(copied)))
  do {
    const left = until - performance.now()
    await rest(stage, Math.max(0, Math.min(statusEveryMs, left)))
    say(statusText(hub, ear.count))
  } while (performance.now() < until)
  await backup
}

async function breach(stage: Stage): Promise<readonly StepSeen[]> {
  const { bank, ear, paper, say } = stage
  say(breachTitle(paper))
  return playBreach({
    bank,
    ear,
    pause: (ms) => rest(stage, ms),
    onStep: (seen) => say(stepText(seen, paper)),
  })
}

async function waitQuietly(stage: Stage): Promise<readonly StepSeen[]> {
  stage.say(quietTitle(stage.paper))
  await rest(stage, quietMs)
  return []
}

async function rest({ signal }: Stage, ms: number): Promise<void> {
  await after(ms, undefined, { signal })
}
