import http from 'node:http'
import {
  heldResponseBytes,
  isRedactable,
  type Redactable,
  redactResponse,
  staleFields,
} from '@weir/sensor'

type Method = (...args: unknown[]) => unknown

/**
 * Holds back the JSON body of one response until it ends, and sends it with the values of these fields replaced. What cannot
 * be redacted passes as it was, and `passedOver` hears of it. Its methods are replaced on this one object; sensors see what
 * the client gets.
 */
export function holdResponse(
  response: http.ServerResponse,
  fields: readonly string[],
  passedOver: () => void,
): void {
  const hold = new Hold(response, fields, passedOver)
  // Frameworks look at the head while it is written: nothing of it goes out before the body is known.
  const methods: Readonly<Record<string, Method>> = {
    writeHead: (...args) => hold.writeHead(args),
    write: (...args) => hold.write(args),
    end: (...args) => hold.end(args),
    flushHeaders: () => hold.flushHeaders(),
  }
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(response, name, { value, configurable: true, writable: true })
  }
}

class Hold {
  readonly #response: http.ServerResponse
  readonly #fields: readonly string[]
  readonly #passedOver: () => void
  #kept: Buffer[] = []
  #bytes = 0
  /** Null before anything was written. */
  #redactable: Redactable | null = null

  constructor(response: http.ServerResponse, fields: readonly string[], passedOver: () => void) {
    this.#response = response
    this.#fields = fields
    this.#passedOver = passedOver
  }

  writeHead(args: readonly unknown[]): unknown {
    const fields = args.find((arg) => typeof arg === 'object' && arg !== null)
    // The form with a flat list may name a field twice, which fields that are set one by one cannot.
    if (Array.isArray(fields)) this.#letGo('passes')
    if (this.#redactable === 'no' || this.#redactable === 'passes') {
      return this.#call('writeHead', args)
    }
    const response = this.#response
    const [status, reason] = args
    if (typeof status === 'number') response.statusCode = status
    if (typeof reason === 'string') response.statusMessage = reason
    const pairs: readonly (readonly [string, unknown])[] = Object.entries(fields ?? {})
    for (const [name, value] of pairs) {
      response.setHeader(name, Array.isArray(value) ? value.map(String) : String(value))
    }
    if (this.#decide() === 'yes') return response
    return this.#call('writeHead', [response.statusCode])
  }

  write(args: readonly unknown[]): unknown {
    if (this.#decide() !== 'yes') return this.#call('write', args)
    const done = args.find(isMethod)
    this.#keep(args)
    if (this.#bytes > heldResponseBytes) this.#letGo('passes')
    if (isMethod(done)) process.nextTick(done)
    return true
  }

  end(args: readonly unknown[]): unknown {
    if (this.#decide() !== 'yes') return this.#call('end', args)
    this.#keep(args)
    const done = args.filter(isMethod)
    const body = Buffer.concat(this.#kept)
    const redacted = body.length > heldResponseBytes ? null : redactResponse(body, this.#fields)
    if (redacted === null) {
      this.#letGo('passes')
      return this.#call('end', done)
    }
    this.#kept = []
    this.#redactable = 'no'
    if (body.equals(redacted)) return this.#call('end', [body, ...done])
    for (const name of staleFields) this.#response.removeHeader(name)
    this.#response.setHeader('content-length', redacted.length)
    return this.#call('end', [redacted, ...done])
  }

  flushHeaders(): void {
    if (this.#decide() !== 'yes') this.#call('flushHeaders', [])
  }

  /** Told by the head once there is one. */
  #decide(): Redactable {
    if (this.#redactable !== null) return this.#redactable
    const response = this.#response
    const found = isRedactable({
      method: response.req.method ?? '',
      status: response.statusCode,
      contentType: field(response, 'content-type'),
      contentEncoding: field(response, 'content-encoding'),
      contentLength: lengthOf(response),
    })
    this.#redactable = found
    if (found === 'passes') this.#passedOver()
    return found
  }

  /** What was held goes out as it is, and what follows too. */
  #letGo(why: 'passes'): void {
    if (this.#redactable === why) return
    this.#redactable = why
    this.#passedOver()
    const kept = this.#kept
    this.#kept = []
    for (const part of kept) this.#call('write', [part])
  }

  #keep([chunk, encoding]: readonly unknown[]): void {
    if (typeof chunk === 'string') {
      const name = typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8'
      this.#add(Buffer.from(chunk, name))
    } else if (chunk instanceof Uint8Array) {
      // A copy: the host may use its buffer again.
      this.#add(Buffer.from(chunk))
    }
  }

  #add(part: Buffer): void {
    this.#kept.push(part)
    this.#bytes += part.length
  }

  #call(name: 'writeHead' | 'write' | 'end' | 'flushHeaders', args: readonly unknown[]): unknown {
    return Reflect.apply(http.ServerResponse.prototype[name], this.#response, args)
  }
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function'
}

function field(response: http.ServerResponse, name: string): string | undefined {
  const value = response.getHeader(name)
  return value === undefined ? undefined : String(value)
}

function lengthOf(response: http.ServerResponse): number | undefined {
  const text = field(response, 'content-length')
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
