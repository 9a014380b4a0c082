import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TurnedAway } from '../coverage/turned-away.ts'
import { refusal, refuse } from '../http/answer.ts'
import { authenticate, type SensorKeys } from '../ingest/sensor-keys.ts'
import { Bouncers } from './bouncers.ts'
import { createReports } from './door-report.ts'
import { DoorStreams, type StreamParts } from './door-stream.ts'

export const doorPaths = { stream: '/v1/doors/stream', report: '/v1/doors/report' } as const

export interface DoorDesk {
  /** False where the path is none of a door's. */
  handle(path: string, request: IncomingMessage, response: ServerResponse): boolean
  close(): void
}

export interface DoorDeskParts extends StreamParts {
  /** Keys that may read decisions. */
  readonly doorKeys: SensorKeys
  readonly turnedAway: TurnedAway
  readonly onFault: (error: unknown) => void
}

/** Where doors come, ours and CrowdSec's bouncers: they read decisions, and ours tell what became of them. */
export function createDoorDesk(parts: DoorDeskParts): DoorDesk {
  const streams = new DoorStreams(parts)
  const reports = createReports(parts.registry)
  const { book, doorKeys, now } = parts
  const bouncers = new Bouncers({ decisions: () => book.decisions(), doorKeys, now })
  return {
    handle: (path, request, response) => {
      if (bouncers.handle(path, request, response)) return true
      if (path !== doorPaths.stream && path !== doorPaths.report) return false
      const door = authenticate(parts.doorKeys, request.headers.authorization)
      if (door === null) {
        request.resume()
        parts.turnedAway.note(request.socket.remoteAddress, path, unknownKey)
        refuse(response, unknownKey)
      } else if (path === doorPaths.stream) {
        streams.attach(door.name, request, response)
      } else {
        reports(door.name, request, response).catch(parts.onFault)
      }
      return true
    },
    close: () => streams.close(),
  }
}

const unknownKey = refusal(
  401,
  'Unknown door key',
  'Send authorization: Bearer <key> with a key that may read decisions: weir sensor add HOST --door.',
)
