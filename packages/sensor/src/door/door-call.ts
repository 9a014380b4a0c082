import type { AddressedCall, Call } from '@weir/schema/caller'
import type { Verdict } from './verdict.ts'

/** A request before its host passes it on. */
export type DoorCall = Call &
  AddressedCall & {
    readonly request: { readonly method: string }
    /** Name of the service it is for, or the host asked for without its port. */
    readonly service: string
  }

/** Judges a request while its host waits, so it must not wait for anything. What it throws lets the request pass. */
export type Decide = (call: DoorCall) => Verdict
