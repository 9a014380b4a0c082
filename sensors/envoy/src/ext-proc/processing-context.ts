import type { ByteBudget } from '@weir/sensor'
import type { Door } from '../door.ts'
import type { EnvoyLimits } from '../limits.ts'
import type { Reporter } from '../reporter.ts'
import type { ProcessCall } from './process-call.ts'

/** What all calls of the service share. */
export interface ProcessingContext {
  readonly reporter: Reporter
  readonly door: Door
  readonly limits: EnvoyLimits
  readonly budget: ByteBudget
  readonly trustsForwardedCertificate: boolean
  /** Hangs up at once, or, where nobody waits, together with others. */
  readonly ending: { readonly end: (call: ProcessCall, mayWait: boolean) => void }
}
