import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { attachment } from './attachment.ts'
import { FetchExchange } from './fetch-exchange.ts'
import type { Recorder } from './recorder.ts'
import { type Restore, replaceMethod } from './replace-method.ts'

const created = 'undici:request:create'
const headersSent = 'undici:client:sendHeaders'
/** Where undici keeps the dispatcher of every `fetch` that names none; copies of undici share it. */
const globalDispatcher = Symbol.for('undici.globalDispatcher.1')

/**
 * Watches `fetch` below the standard: at the dispatcher, where its requests go out and its answers come in
 * as on the wire. Arguments, promise and `Response` stay those of the platform, and nothing reads a body
 * twice. `fetch` itself is only wrapped to find the dispatcher before it is used.
 */
export function observeFetch(recorder: Recorder): Restore {
  const seen = attachment<true>()
  const exchanges = attachment<FetchExchange>()
  let watching = true
  let current: FetchExchange | null = null

  const dispatching = (exchange: FetchExchange, send: () => unknown): unknown => {
    const outer = current
    current = exchange
    try {
      return send()
    } catch (error) {
      recorder.guard(() => exchange.finish())
      throw error
    } finally {
      current = outer
    }
  }
  const tap = (dispatcher: unknown): void => {
    if (typeof dispatcher !== 'object' || dispatcher === null || seen.get(dispatcher)) return
    seen.set(dispatcher, true)
    // A mock sends nothing.
    if (Reflect.get(dispatcher, 'isMockActive') === true) return
    replaceMethod(
      dispatcher,
      'dispatch',
      (original) =>
        function (...args) {
          const exchange = watching ? begin(recorder, args) : null
          if (exchange === null) return Reflect.apply(original, this, args)
          const passed = [args[0], exchange.handler, ...args.slice(2)]
          return dispatching(exchange, () => Reflect.apply(original, this, passed))
        },
    )
  }

  const onCreated = (message: unknown): void => {
    const request = objectIn(message, 'request')
    if (request !== null && current !== null) exchanges.set(request, current)
  }
  const onHeadersSent = (message: unknown): void =>
    recorder.guard(() => {
      const request = objectIn(message, 'request')
      if (request !== null) exchanges.get(request)?.sent(message)
    })
  subscribe(created, onCreated)
  subscribe(headersSent, onHeadersSent)
  const restoreFetch = replaceMethod(
    globalThis,
    'fetch',
    (original) =>
      function (...args) {
        if (watching) recorder.guard(() => dispatchersOf(args).forEach(tap))
        return Reflect.apply(original, this, args)
      },
  )
  return () => {
    watching = false
    restoreFetch()
    unsubscribe(created, onCreated)
    unsubscribe(headersSent, onHeadersSent)
  }
}

function begin(recorder: Recorder, [options, handler]: readonly unknown[]): FetchExchange | null {
  if (typeof options !== 'object' || options === null) return null
  if (typeof handler !== 'object' || handler === null) return null
  if (!recorder.admits()) return null
  let exchange: FetchExchange | null = null
  recorder.guard(() => {
    exchange = new FetchExchange(recorder, options, handler)
  })
  return exchange
}

/** Every dispatcher a call of `fetch` may use. */
function dispatchersOf([input, init]: readonly unknown[]): readonly unknown[] {
  return [sharedDispatcher(), objectIn(init, 'dispatcher'), dispatcherOfRequest(input)]
}

function sharedDispatcher(): unknown {
  const known: unknown = Reflect.get(globalThis, globalDispatcher)
  if (known !== undefined) return known
  // The platform loads its HTTP client when one of these is first asked for, as `fetch` is about to do.
  void globalThis.Headers
  return Reflect.get(globalThis, globalDispatcher)
}

/** A `Request` remembers the dispatcher it was made with under a symbol of that name. */
function dispatcherOfRequest(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || input instanceof URL) return null
  const symbol = Object.getOwnPropertySymbols(input).find(
    ({ description }) => description === 'dispatcher',
  )
  return symbol === undefined ? null : Reflect.get(input, symbol)
}

function objectIn(holder: unknown, name: string): object | null {
  if (typeof holder !== 'object' || holder === null) return null
  const value: unknown = Reflect.get(holder, name)
  return typeof value === 'object' && value !== null ? value : null
}
