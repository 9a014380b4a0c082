import { type Linked, UnderWay } from '@weir/sensor'

/**
 * HAProxy's number of the stream, which no client can choose, and the unique id, which tells several HAProxys
 * apart. Both are the same in the request and the response of one transaction.
 */
export interface Transaction {
  readonly streamId: number
  readonly id: string
}

/** A request whose response has not come. */
export interface OpenExchange<Request extends Transaction> {
  readonly request: Request
  /** On this process's clock. */
  readonly since: number
}

interface Place<Request extends Transaction> extends OpenExchange<Request>, Linked<Place<Request>> {
  /** Of the same bucket. */
  next: Place<Request> | null
}

/** HAProxy counts its streams, so that neighbours in time lie in buckets of their own. */
const buckets = 4_096

/**
 * Open exchanges by transaction and by age. No `Map`, for the reason of `UnderWay`: entries come and go here, and what is
 * taken out leads nowhere.
 */
export class OpenExchanges<Request extends Transaction> {
  readonly #buckets: (Place<Request> | null)[] = Array.from({ length: buckets }, () => null)
  readonly #byAge = new UnderWay<Place<Request>>()

  get size(): number {
    return this.#byAge.size
  }

  get oldest(): OpenExchange<Request> | null {
    return this.#byAge.oldest
  }

  /** The caller has taken out what there was of the same transaction. */
  add({ request, since }: OpenExchange<Request>): void {
    const bucket = bucketOf(request)
    const next = this.#buckets[bucket] ?? null
    const place = { request, since, next, older: null, newer: null }
    this.#buckets[bucket] = place
    this.#byAge.add(place)
  }

  take(transaction: Transaction): OpenExchange<Request> | null {
    const bucket = bucketOf(transaction)
    let before: Place<Request> | null = null
    let place = this.#buckets[bucket] ?? null
    while (place !== null && !isOf(place, transaction)) {
      before = place
      place = place.next
    }
    if (place === null) return null
    if (before === null) this.#buckets[bucket] = place.next
    else before.next = place.next
    place.next = null
    this.#byAge.delete(place)
    return place
  }
}

function bucketOf({ streamId }: Transaction): number {
  return streamId % buckets
}

function isOf({ request }: Place<Transaction>, { streamId, id }: Transaction): boolean {
  return request.streamId === streamId && request.id === id
}
