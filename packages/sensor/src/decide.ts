import type { HeaderFields } from './header-fields.ts'

/** What every door knows of a request before it passes. */
export interface DoorRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  /** The host asked for, without the port. */
  readonly host: string
  readonly headers: HeaderFields
  /** Whoever holds the connection; undefined where the proxy does not say. */
  readonly ip: string | undefined
  /** The hops the request says it came through, nearest last: claims, as far as no proxy of ours wrote them. */
  readonly via: readonly string[]
}

/** What is to become of a request. */
export type Decision =
  | { readonly kind: 'allow' }
  | {
      readonly kind: 'deny'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }

/**
 * Decides before a request passes, so it must not wait for anything. What it throws is counted and allows the
 * request.
 */
export type Decide = (request: DoorRequest) => Decision
