import { defineTracker } from '../tracker.ts'
import { edgeMemory, learnEdge, observeEdge } from './edge-new.ts'

export const edgeNew = defineTracker({
  id: 'edge.new',
  title: 'A service calls one it never called',
  summary:
    'A service of ours reaches another service, the metadata service or an object store that it never reached before, after the map of who calls whom is nearly complete.',
  maps: ['API9:2023', 'T1021', 'T1210'],
  key: 'actor × edge',
  stateBytes: 512,
  todo: 'Find out whether a release explains the call; if none does, isolate the caller and read what it sent.',
  memory: edgeMemory,
  observe: observeEdge,
  contribute: learnEdge,
})
