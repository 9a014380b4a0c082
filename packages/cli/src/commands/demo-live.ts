import { bankNetworks, startBank } from '@weir/testkit'
import { bankSensors } from '../demo/bank-sensors.ts'
import { Ear } from '../demo/ear.ts'
import { lookAroundText, watchText } from '../demo/live-text.ts'
import { judge } from '../demo/outcome.ts'
import { learnMs, play, type Stage } from '../demo/play.ts'
import { startWeirBeside } from '../demo/weir-beside.ts'
import { exitCode } from '../exit.ts'
import { paperFor } from '../output/text.ts'

/** Options of the live demo. */
export interface LiveFlags {
  readonly seed: string
  readonly attack: boolean
  readonly speed: number
  readonly port: number
  /** Ends with the result instead of staying up. */
  readonly once: boolean
  readonly json: boolean
  /** Where Weir's data stays; null for nowhere. */
  readonly data: string | null
}

/** Of the time the demo learns; the rest shows that what is known then raises nothing. */
const settledShare = 0.8

/** Opens the bank with Weir beside it, plays the story and closes both; 1 when a promise broke. */
export async function liveDemo(flags: LiveFlags): Promise<number> {
  const stop = new AbortController()
  const interrupt = (): void => stop.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const weir = await startWeirBeside({
    networks: bankNetworks,
    port: flags.port,
    data: flags.data,
    settleMs: settledShare * learnMs(flags.speed),
  })
  try {
    const { seed, speed } = flags
    const bank = await startBank({ seed, speed, sensor: await bankSensors(weir) })
    try {
      const paper = paperFor(process.stdout)
      const say = (text: string): void => {
        if (!flags.json) process.stdout.write(`${text}\n`)
      }
      const { hub } = weir
      const ear = new Ear(hub)
      if (!flags.once) say(watchText(paper, weir.consoleLink()))
      const stage = { ...flags, hub, bank, ear, paper, say, signal: stop.signal }
      return await show(stage, weir.consoleLink, flags)
    } finally {
      await bank.stop()
    }
  } catch (error) {
    if (stop.signal.aborted) return exitCode.done
    throw error
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    await weir.close()
  }
}

async function show(
  stage: Stage,
  consoleLink: () => string,
  { json, once }: LiveFlags,
): Promise<number> {
  const played = await play(stage)
  const promised = judge(played)
  if (json)
    process.stdout.write(`${JSON.stringify({ format: 'weir-demo/1', promised, ...played })}\n`)
  if (!once) {
    stage.say(lookAroundText(stage.paper, consoleLink(), stage.bank.edgeUrl))
    await aborted(stage.signal)
    stage.say('\nClosing the bank.')
    return exitCode.done
  }
  return promised.every(({ held }) => held) ? exitCode.done : exitCode.findings
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}
