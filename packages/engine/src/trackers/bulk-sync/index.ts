import { defineTracker } from '../tracker.ts'
import { learnReading, observeReading } from './bulk-sync.ts'
import { readingMemory } from './reading.ts'

export const bulkSync = defineTracker({
  id: 'bulk.sync',
  title: 'Somebody new copies a collection of objects',
  summary:
    'A caller who never read a bucket lists it and fetches one object after the other, each once, or fetches fifty without listing.',
  maps: ['API1:2023', 'T1619', 'T1530', 'T1119'],
  key: 'actor × collection',
  stateBytes: 4_096,
  todo: 'Deny the key that copies, keep the access log, and find out what the objects already fetched hold.',
  memory: readingMemory,
  observe: observeReading,
  contribute: learnReading,
})
