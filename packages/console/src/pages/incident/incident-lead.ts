import type { Incident } from '@weir/schema/api'
import { listed, shortActor } from '../../words/names.ts'
import { bytes, counted } from '../../words/numbers.ts'

/** Actor, way and number in two sentences, from what the ledger counted. */
export function incidentLead({ detail, flows, actors, services }: Incident): string {
  const calls = flows.reduce((sum, flow) => sum + flow.calls, 0)
  const sent = flows.reduce((sum, flow) => sum + flow.response_bytes, 0)
  const types = [...new Set(flows.flatMap(({ data_types }) => data_types.map(({ type }) => type)))]
  const who = `${listed(actors.map(shortActor), 3)} at ${listed(services, 3)}`
  if (calls === 0) return `${sentence(detail)} ${who}.`
  const carried = types.length === 0 ? '' : ` with ${listed(types, 4)}`
  return `${sentence(detail)} ${counted(calls, 'call')} and ${bytes(sent)} of answers${carried}, by ${who}.`
}

function sentence(text: string): string {
  const capital = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
  return capital.endsWith('.') ? capital : `${capital}.`
}
