import { bulkSync } from './bulk-sync/index.ts'
import { cloudcredOutside } from './cloudcred-outside/index.ts'
import { edgeNew } from './edge-new/index.ts'
import { secretInTransit } from './secret-in-transit/index.ts'
import { ssrfInternal } from './ssrf-internal/index.ts'
import type { Tracker } from './tracker.ts'

/** Every tracker of this release; adding one is a line here. */
export const trackers: readonly Tracker[] = [
  secretInTransit,
  ssrfInternal,
  cloudcredOutside,
  edgeNew,
  bulkSync,
]

export type { Sighting, Tracker, Watch, Watched } from './tracker.ts'
