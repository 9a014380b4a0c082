import { secretInTransit } from './secret-in-transit/index.ts'
import { ssrfInternal } from './ssrf-internal/index.ts'
import type { Tracker } from './tracker.ts'

/** Every tracker of this release; adding one is a line here. */
export const trackers: readonly Tracker[] = [secretInTransit, ssrfInternal]

export type { Sighting, Tracker, Watched } from './tracker.ts'
