import {
  type FieldList,
  firstOf,
  hostWithoutPort,
  type SeenLine,
  toMicroseconds,
} from '@weir/sensor'
import { announcedSize } from './header-block.ts'
import type { Capture } from './recorder.ts'
import type { SocketFacts } from './socket-facts.ts'

export interface RequestSight {
  readonly method: string
  readonly url: string
  readonly version?: string
  readonly fields: FieldList
  readonly complete: boolean
}

export interface ResponseSight {
  readonly status: number
  readonly fields: FieldList
  readonly complete: boolean
  /** True where the message has no body whatever its header says (HEAD, 204, 304). */
  readonly bodiless: boolean
}

/** What can be told about an exchange at one moment. */
export interface Sight {
  readonly facts: SocketFacts | undefined
  /** The host asked for where the request does not say. */
  readonly host?: string
  readonly request: RequestSight
  readonly response: ResponseSight | null
}

interface About {
  readonly id: string
  readonly service: string | undefined
  readonly headerChars: number
  readonly now: number
}

/** Puts an exchange into the form of `spec/exchange.md`; what is undefined is not written. */
export function exchangeLine(capture: Capture, sight: Sight, about: About): SeenLine {
  const { facts, request, response } = sight
  return {
    id: about.id,
    ts: toMicroseconds(capture.ts),
    duration_ms: toMicroseconds(Math.max(0, about.now - capture.ts)),
    vantage: capture.vantage,
    conn: facts?.conn,
    ...endsOf(capture.vantage, sight, about.service),
    tls: facts?.tls,
    req: {
      method: request.method,
      url: request.url.slice(0, about.headerChars),
      version: request.version,
      headers: request.fields,
      ...capture.request.read(request.complete, announcedSize(request.fields)),
    },
    res: response === null ? null : responsePart(capture, response),
  }
}

function responsePart(capture: Capture, response: ResponseSight): SeenLine['res'] {
  const { status, fields, complete, bodiless } = response
  const body = bodiless ? {} : capture.response.read(complete, announcedSize(fields))
  return { status, headers: fields, ...body }
}

function endsOf(
  vantage: Capture['vantage'],
  { facts, host, request }: Sight,
  service: string | undefined,
): Pick<SeenLine, 'src' | 'dst'> {
  const asked = hostWithoutPort(firstOf(request.fields, 'host') ?? host)
  const { local, remote } = facts ?? {}
  return vantage === 'server'
    ? {
        src: { ip: remote?.ip, port: remote?.port },
        dst: { host: asked, ip: local?.ip, port: local?.port, service },
      }
    : {
        src: { ip: local?.ip, port: local?.port, service },
        dst: { host: asked, ip: remote?.ip, port: remote?.port },
      }
}
