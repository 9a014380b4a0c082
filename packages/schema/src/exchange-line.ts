import { z } from 'zod'

/**
 * The exchange line: one JSON object a line, as `spec/exchange.md` defines it. Unknown keys are
 * ignored; wrong types are refused with the path of what is wrong.
 */
const port = z.number().int().min(0).max(65_535)
const size = z.number().int().min(0)
const headers = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const body = z.union([z.string(), z.object({ b64: z.base64() })])

const requestLine = z.object({
  method: z.string().min(1).max(32),
  url: z.string(),
  version: z.string().optional(),
  headers: headers.nullish(),
  body: body.nullish(),
  body_size: size.nullish(),
  truncated: z.boolean().nullish(),
})

const responseLine = z.object({
  status: z.number().int().min(0).max(999).nullish(),
  headers: headers.nullish(),
  body: body.nullish(),
  body_size: size.nullish(),
  truncated: z.boolean().nullish(),
})

export const exchangeLine = z.object({
  v: z.literal(1).optional(),
  id: z.string().max(256).optional(),
  kind: z.enum(['http', 'message', 'flow']).optional(),
  ts: z.number().min(0).max(8.64e15),
  duration_ms: z.number().min(0).nullish(),
  sensor: z.string().nullish(),
  vantage: z.enum(['client', 'server', 'gateway', 'tap']).nullish(),
  conn: z.string().nullish(),
  via: z.array(z.string()).nullish(),
  part: z
    .object({ stream: z.string(), n: z.number().int(), last: z.boolean().optional() })
    .nullish(),
  src: z
    .object({
      ip: z.string().nullish(),
      port: port.nullish(),
      service: z.string().nullish(),
      spiffe: z.string().nullish(),
    })
    .nullish(),
  dst: z
    .object({
      host: z.string().nullish(),
      ip: z.string().nullish(),
      port: port.nullish(),
      service: z.string().nullish(),
    })
    .nullish(),
  tls: z
    .object({
      sni: z.string().nullish(),
      version: z.string().nullish(),
      alpn: z.string().nullish(),
      ja4: z.string().nullish(),
      client_cert: z.string().nullish(),
    })
    .nullish(),
  req: requestLine.nullish(),
  res: responseLine.nullish(),
  /** Only `label.id` is ever read, as the exchange's id where it has none of its own. */
  label: z
    .object({ id: z.union([z.string(), z.number()]).optional() })
    .nullish()
    .catch(null),
})

export type ExchangeLine = z.input<typeof exchangeLine>
export type ParsedExchangeLine = z.output<typeof exchangeLine>
