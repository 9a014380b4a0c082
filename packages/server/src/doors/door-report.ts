import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ActionKind, actionKinds, type DoorReport } from '@weir/schema/decision'
import { z } from 'zod'
import { refusal, refuse } from '../http/answer.ts'
import { BodyBudget, receiveBody } from '../ingest/receive-body.ts'
import type { DoorRegistry } from './door-registry.ts'

const bytes = 512 * 1024
const limits = { maxBodyBytes: bytes, maxInflatedBytes: bytes, timeoutMs: 5_000 }
const inflightBytes = 16 * bytes

const count = z.number().min(0)
const text = z.string().max(200)

const report = z.object({
  boot: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  agent: text,
  can: z.array(text).max(32),
  epoch: text,
  seq: count,
  lag_ms: count,
  held: count,
  unsupported: count,
  checked: count,
  refused: count,
  faults: count,
  /** Doors that do not redact need not say so. */
  passed_over: count.default(0),
  open: z.enum(['break-glass', 'fuse']).nullable(),
  hits: z.array(z.object({ id: z.string().max(64), hits: count, blown: z.boolean() })).max(10_000),
})

/** `POST /v1/doors/report` */
export function createReports(
  registry: DoorRegistry,
): (name: string, request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const budget = new BodyBudget(inflightBytes)
  return async (name, request, response) => {
    const received = await receiveBody(request, limits, budget)
    if (received.kind === 'gone') return
    if (received.kind === 'refused') return refuse(response, received.refusal)
    const read = readReport(received.body)
    budget.giveBack(received.body.length)
    if (read === null) {
      return refuse(
        response,
        refusal(400, 'No report', 'See spec/decision.md for what a door reports.'),
      )
    }
    registry.reported(name, read)
    response.writeHead(204).end()
  }
}

function readReport(body: Uint8Array): DoorReport | null {
  try {
    const parsed = report.safeParse(JSON.parse(Buffer.from(body).toString('utf8')))
    if (!parsed.success) return null
    const { can, ...rest } = parsed.data
    const names = new Set(can)
    return { ...rest, can: actionKinds.filter((kind: ActionKind) => names.has(kind)) }
  } catch {
    return null
  }
}
