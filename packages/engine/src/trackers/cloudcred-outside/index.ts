import { defineTracker } from '../tracker.ts'
import { keyMemory, learnKey, observeKey } from './cloudcred-outside.ts'

export const cloudcredOutside = defineTracker({
  id: 'cloudcred.outside',
  title: 'A cloud key is used where it does not belong',
  summary:
    'An access key that leaked is used by somebody else than its owner, the key of one machine is used from another place, or a long-lived key from a network it was never used from.',
  maps: ['API2:2023', 'T1078.004', 'T1552.005'],
  key: 'credential',
  stateBytes: 768,
  todo: 'Deny the key now (refuse sessions issued before this moment), then find out where it leaked.',
  memory: keyMemory,
  observe: observeKey,
  contribute: learnKey,
})
