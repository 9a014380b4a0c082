import http from 'node:http'
import https from 'node:https'
import { upgradeSight } from './http-sight.ts'
import type { Recorder } from './recorder.ts'
import { type Restore, replaceMethod } from './replace-method.ts'

/**
 * Servers tell of an upgrade or a tunnel by an event alone. The request is reported then; what the host
 * answers goes over the bare socket, which is none of ours.
 */
export function observeUpgrades(recorder: Recorder): Restore {
  const restores = [http.Server.prototype, https.Server.prototype].map((owner) =>
    replaceMethod(
      owner,
      'emit',
      (original) =>
        function (...args) {
          const [event, request] = args
          if (event === 'upgrade' || event === 'connect') {
            recorder.guard(() => report(request, recorder))
          }
          return Reflect.apply(original, this, args)
        },
    ),
  )
  return () => {
    for (const restore of restores) restore()
  }
}

function report(request: unknown, recorder: Recorder): void {
  if (!(request instanceof http.IncomingMessage) || !recorder.admits()) return
  recorder.finish(recorder.begin('server', () => upgradeSight(request)))
}
