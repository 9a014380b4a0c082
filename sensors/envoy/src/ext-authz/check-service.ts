import type { Door } from '../door.ts'
import { tagField } from '../head-change.ts'
import {
  type CallHandler,
  type GrpcCall,
  type GrpcMethod,
  type GrpcStatus,
  grpcStatus,
} from '@weir/sensor/grpc'
import type { EnvoyLimits } from '../limits.ts'
import { readCheckRequest } from './check-request.ts'
import { checkResponse } from './check-response.ts'

/** `envoy.service.auth.v3.Authorization/Check`: Envoy waits for each answer, so it comes at once. */
export class CheckService implements GrpcMethod {
  readonly #door: Door
  readonly #limits: EnvoyLimits

  constructor(door: Door, limits: EnvoyLimits) {
    this.#door = door
    this.#limits = limits
  }

  readonly open = (call: GrpcCall): CallHandler => ({
    message: (bytes) => {
      call.answer(this.#answer(bytes))
      call.end(grpcStatus.ok)
    },
    gone: () => undefined,
  })

  /** Envoy's `failure_mode_allow` lets it pass. */
  readonly noRoom = (): GrpcStatus => grpcStatus.resourceExhausted

  #answer(bytes: Buffer): Uint8Array {
    let isTagged = false
    const verdict = this.#door.ask(() => {
      const request = readCheckRequest(bytes, this.#limits, this.#door.service)
      // Counted by the door like every decision that could not be made.
      if (request === null) throw new TypeError('expected a CheckRequest')
      isTagged = request.request.headers.get(tagField) !== undefined
      return request
    })
    // No response is shown to whoever asks like this.
    if (verdict.kind === 'allow' && verdict.redact.length > 0) this.#door.passedOver()
    return checkResponse(verdict, isTagged)
  }
}
