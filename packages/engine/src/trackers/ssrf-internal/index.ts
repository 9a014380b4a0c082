import { defineTracker, noMemory } from '../tracker.ts'
import { observeSsrf } from './ssrf-internal.ts'

export const ssrfInternal = defineTracker({
  id: 'ssrf.internal',
  title: 'A server is sent to an internal address',
  summary:
    'A request carries a URL of the metadata service, the server itself or a private network, or a server that is no SDK asks the metadata service.',
  maps: ['API7:2023', 'T1190', 'T1552.005'],
  key: 'none',
  stateBytes: 0,
  memory: noMemory,
  todo: 'Refuse the parameter at the edge, require IMDSv2 on the host, and check what the server answered.',
  observe: observeSsrf,
})
