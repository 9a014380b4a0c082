// The ledger's own process: DuckDB may use all of its memory or crash without touching the traffic.
import type { Envelope, Reply, Request } from './messages.ts'
import { createLedgerWriter, type LedgerWriter } from './ledger-writer.ts'
import { openFile } from './open-file.ts'
import { createQueryRunner, type QueryRunner } from './query-runner.ts'
import { decodeEnvelope, decodeLedgerSettings, decodeQuery } from './request-codec.ts'

const settings = decodeLedgerSettings(process.argv[2] ?? '{}')

/** A parent that has gone is found out in two ways: before it throws, while it is sent the callback hears of it. */
function reply(message: Reply): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

async function main(): Promise<void> {
  const opened = await openFile(settings)
  if (!opened.ok) {
    reply({ kind: 'refused', refusal: opened.refusal, message: opened.message })
    process.disconnect?.()
    return
  }
  const { instance } = opened
  const writing = await instance.connect()
  const reading = await instance.connect()
  const writer = createLedgerWriter(writing)
  const runner = createQueryRunner(reading, settings.queryMs)
  let closing = false
  const close = async (): Promise<void> => {
    if (closing) return
    closing = true
    reading.interrupt()
    await writer.idle()
    reading.closeSync()
    writing.closeSync()
    instance.closeSync()
  }
  process.on('disconnect', () => void close().finally(() => process.exit(0)))
  process.on('message', (message) => {
    const envelope = decodeEnvelope(message)
    if (envelope === null) return
    if (envelope.request.kind === 'close') {
      void close().finally(() => {
        reply({ kind: 'done', id: envelope.id, value: null })
        process.exit(0)
      })
      return
    }
    void answer(writer, runner, envelope)
  })
  if (!process.connected) process.exit(0)
  reply({ kind: 'ready' })
}

async function answer(
  writer: LedgerWriter,
  runner: QueryRunner,
  { id, request }: Envelope,
): Promise<void> {
  try {
    reply({ kind: 'done', id, value: (await perform(writer, runner, request)) ?? null })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    reply({ kind: 'failed', id, message })
    // DuckDB refuses everything after a fatal error until the file is opened anew.
    if (message.includes('FATAL') || message.includes('invalidated')) process.exit(1)
  }
}

function perform(writer: LedgerWriter, runner: QueryRunner, request: Request): Promise<unknown> {
  switch (request.kind) {
    case 'token':
      return writer.token()
    case 'append':
      return writer.append(request.entries)
    case 'expire':
      return writer.expire(request.cut)
    case 'audit':
      return writer.audit(request.entry)
    case 'put':
      return writer.put(request.change)
    case 'query': {
      const query = decodeQuery(request.name, request.parameters)
      if (query === null) return Promise.reject(new TypeError(`no query ${request.name}`))
      return runner.run(query.name, query.parameters)
    }
    case 'close':
      break
  }
  return Promise.resolve()
}

// The terminal sends these to the whole group; the parent decides when the ledger ends.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)

await main()
