import http from 'node:http'
import https from 'node:https'
import { buffer } from 'node:stream/consumers'

/** A call through a host, as it went. */
export interface CallThrough {
  readonly status: number
  readonly body: Buffer
  readonly headers: number
  readonly ms: number
}

export interface CallOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Certificates are not verified: a host is tested, not its name. */
  readonly isInsecure: boolean
}

const patienceMs = 10_000

/** Keeps its connection, as clients do; rejects with what the socket says. */
export class Caller {
  readonly #options: CallOptions
  readonly #client: typeof http | typeof https
  readonly #agent: http.Agent

  constructor(options: CallOptions) {
    this.#options = options
    this.#client = new URL(options.url).protocol === 'https:' ? https : http
    this.#agent = new this.#client.Agent({ keepAlive: true, maxSockets: 1 })
  }

  async call(more: Readonly<Record<string, string>> = {}): Promise<CallThrough> {
    const { url, headers, isInsecure } = this.#options
    const started = performance.now()
    const options = {
      agent: this.#agent,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'weir-check', ...headers, ...more },
      rejectUnauthorized: !isInsecure,
      signal: AbortSignal.timeout(patienceMs),
    }
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      this.#client.get(url, options, resolve).once('error', reject)
    })
    const body = await buffer(response)
    return {
      status: response.statusCode ?? 0,
      body,
      headers: new Set(Object.keys(response.headers)).size,
      ms: performance.now() - started,
    }
  }

  close(): void {
    this.#agent.destroy()
  }
}
