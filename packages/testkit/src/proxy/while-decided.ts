import http from 'node:http'
import type { Centre } from './centre.ts'
import { call, type Reply } from './http-call.ts'
import { until } from './loopback.ts'

/** A caller a decision is about. */
export interface Decided {
  /** As that one or as another, on one connection. */
  readonly ask: (path: string, options?: http.RequestOptions, as?: string) => Promise<Reply>
  /** Responses so far that a decision would have redacted. */
  readonly passedOver: () => number | undefined
}

interface Door {
  /** What the proxy's agent tells of it. */
  readonly state: () => { readonly held: number; readonly passedOver: number } | null
  /** Of the proxy. */
  readonly url: string
}

const connection = new http.Agent({ keepAlive: true, maxSockets: 1 })

/** With a decision about one caller in force at a door. */
export async function whileDecided(
  centre: Centre,
  action: object,
  { state, url }: Door,
  test: (decided: Decided) => Promise<void>,
): Promise<void> {
  const subject = { kind: 'principal', name: 'mallory' }
  const id = await centre.decide({ subject, action })
  await until(() => state()?.held === 1, 'the agent has the decision')
  await test({
    ask: (path, options = {}, as = 'mallory') =>
      call(`${url}${path}`, {
        agent: connection,
        auth: `${as}:secret`,
        ...options,
        headers: { 'accept-encoding': 'gzip', ...options.headers },
      }),
    passedOver: () => state()?.passedOver,
  })
  await centre.undo(id)
}
