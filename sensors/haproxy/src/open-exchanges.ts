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

interface Place<Request extends Transaction> extends OpenExchange<Request> {
  /** Of the same bucket. */
  next: Place<Request> | null
  older: Place<Request> | null
  newer: Place<Request> | null
}

/** HAProxy counts its streams, so that neighbours in time lie in buckets of their own. */
const buckets = 4_096

/**
 * Open exchanges by transaction and by age. In place of a `Map`, which lays out a new table every so often as entries
 * come and go: each old table leads to the next, so that one of them that has grown old keeps all that followed, and what
 * was in them, from V8's young collections. What is taken out here leads nowhere.
 */
export class OpenExchanges<Request extends Transaction> {
  readonly #buckets: (Place<Request> | null)[] = Array.from({ length: buckets }, () => null)
  #oldest: Place<Request> | null = null
  #newest: Place<Request> | null = null
  #size = 0

  get size(): number {
    return this.#size
  }

  get oldest(): OpenExchange<Request> | null {
    return this.#oldest
  }

  /** The caller has taken out what there was of the same transaction. */
  add({ request, since }: OpenExchange<Request>): void {
    const bucket = bucketOf(request)
    const older = this.#newest
    const place = { request, since, next: this.#buckets[bucket] ?? null, older, newer: null }
    this.#buckets[bucket] = place
    if (older === null) this.#oldest = place
    else older.newer = place
    this.#newest = place
    this.#size += 1
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
    this.#unlink(place)
    return place
  }

  #unlink(place: Place<Request>): void {
    const { older, newer } = place
    if (older === null) this.#oldest = newer
    else older.newer = newer
    if (newer === null) this.#newest = older
    else newer.older = older
    place.next = null
    place.older = null
    place.newer = null
    this.#size -= 1
  }
}

function bucketOf({ streamId }: Transaction): number {
  return streamId % buckets
}

function isOf({ request }: Place<Transaction>, { streamId, id }: Transaction): boolean {
  return request.streamId === streamId && request.id === id
}
