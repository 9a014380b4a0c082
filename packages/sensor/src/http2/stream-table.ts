import { Buckets, type Chained } from '../buckets.ts'

/** What has the id of a stream. */
export interface Placed<Self> extends Chained<Self> {
  readonly id: number
}

/** Ids count up in twos: half of these are used. */
const buckets = 512

/** The open streams of one connection. */
export class StreamTable<Stream extends Placed<Stream>> {
  readonly #byId = new Buckets<Stream>(buckets)
  #size = 0

  get size(): number {
    return this.#size
  }

  get(id: number): Stream | null {
    let stream = this.#byId.first(id)
    while (stream !== null && stream.id !== id) stream = stream.nextInBucket
    return stream
  }

  add(stream: Stream): void {
    this.#byId.add(stream.id, stream)
    this.#size += 1
  }

  /** False where it is not in it. */
  delete(stream: Stream): boolean {
    const wasThere = this.#byId.delete(stream.id, stream)
    if (wasThere) this.#size -= 1
    return wasThere
  }

  /** What is in it now; it may change meanwhile. */
  all(): Stream[] {
    return this.#byId.all()
  }
}
