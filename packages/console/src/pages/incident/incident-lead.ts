import type { Incident } from '@weir/schema/api'
import { listed, sentence, withoutOffset } from '../../words/names.ts'
import { bytes, counted } from '../../words/numbers.ts'

/** What was done and how much of it, from what the ledger counted. */
export function incidentLead({ detail, flows, services }: Incident): string {
  const own = flows.filter(({ service }) => services.includes(service))
  const calls = own.reduce((sum, flow) => sum + flow.calls, 0)
  const sent = own.reduce((sum, flow) => sum + flow.response_bytes, 0)
  const types = [...new Set(own.flatMap(({ data_types }) => data_types.map(({ type }) => type)))]
  const story = sentence(withoutOffset(detail))
  if (calls === 0) return story
  const carried = types.length === 0 ? '' : `, among it ${listed(types, 3)}`
  return `${story} ${counted(calls, 'call')} took ${bytes(sent)}${carried}.`
}
