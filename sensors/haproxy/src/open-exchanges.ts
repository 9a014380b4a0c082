import { Buckets, type Chained, type Linked, UnderWay } from '@weir/sensor'

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

interface Place<Request extends Transaction>
  extends OpenExchange<Request>,
    Linked<Place<Request>>,
    Chained<Place<Request>> {}

/** HAProxy counts its streams. */
const buckets = 4_096

/** Open exchanges by transaction and by age. */
export class OpenExchanges<Request extends Transaction> {
  readonly #byStream = new Buckets<Place<Request>>(buckets)
  readonly #byAge = new UnderWay<Place<Request>>()

  get size(): number {
    return this.#byAge.size
  }

  get oldest(): OpenExchange<Request> | null {
    return this.#byAge.oldest
  }

  /** The caller has taken out what there was of the same transaction. */
  add({ request, since }: OpenExchange<Request>): void {
    const place = { request, since, nextInBucket: null, older: null, newer: null }
    this.#byStream.add(request.streamId, place)
    this.#byAge.add(place)
  }

  take(transaction: Transaction): OpenExchange<Request> | null {
    let place = this.#byStream.first(transaction.streamId)
    while (place !== null && !isOf(place, transaction)) place = place.nextInBucket
    if (place === null) return null
    this.#byStream.delete(transaction.streamId, place)
    this.#byAge.delete(place)
    return place
  }
}

function isOf({ request }: Place<Transaction>, { streamId, id }: Transaction): boolean {
  return request.streamId === streamId && request.id === id
}
