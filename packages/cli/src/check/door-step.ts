import { setTimeout as pause } from 'node:timers/promises'
import { routes, type SensorCheck } from '@weir/schema/api'
import type { ApiClient } from '../running/api-client.ts'
import type { Caller } from './call-through.ts'
import type { Step } from './steps.ts'

const patienceMs = 5_000
const betweenMs = 5
const refusedStatus = 403

/** Has the token of the check refused, and lets it pass again: on the connection that is open. */
export async function doorStep(
  client: ApiClient,
  caller: Caller,
  { bearer, header }: SensorCheck,
): Promise<Step> {
  const headers = { [header.name]: header.value, authorization: `Bearer ${bearer.token}` }
  const before = await caller.call(headers)
  if (before.status === refusedStatus) {
    const text = `the host itself refuses unknown tokens with ${refusedStatus} here; give a URL that is open`
    return { name: 'door', level: 'skipped', text }
  }
  const until = async (isRefused: boolean): Promise<number | null> => {
    const started = performance.now()
    while (performance.now() - started < patienceMs) {
      const { status } = await caller.call(headers)
      if ((status === refusedStatus) === isRefused) return performance.now() - started
      await pause(betweenMs)
    }
    return null
  }
  const decision = await client.ask(routes.createDecision, {
    body: {
      subject: { kind: 'credential', hash: bearer.hash },
      action: { kind: 'deny', status: refusedStatus },
      mode: 'enforce',
      ttl_s: 60,
      reason: 'self-test of a door',
    },
  })
  const undo = (): Promise<unknown> =>
    client.ask(routes.undoDecision, { params: { decision_id: decision.id } })
  const closed = await until(true).catch(async (error: unknown) => {
    await undo()
    throw error
  })
  await undo()
  if (closed === null) {
    const text = `a refused token still passes after ${patienceMs / 1_000} s: is this host the door, with WEIR_DOOR=on and a key made with --door?`
    return { name: 'door', level: 'bad', text }
  }
  const opened = await until(false)
  return opened === null
    ? { name: 'door', level: 'bad', text: 'it closed, and did not open again' }
    : {
        name: 'door',
        level: 'ok',
        text: `closed ${Math.ceil(closed)} ms after a decision, open ${Math.ceil(opened)} ms after it was taken back`,
      }
}
