// Calls at a steady rate, each 0.1 to 0.3 ms late, without keeping a core busy: timers of Node are a millisecond
// apart, and a client that stays awake takes one of the machine's cores from what it measures.
import { Worker } from 'node:worker_threads'

const sleeper = `
const { parentPort, workerData } = require('node:worker_threads')
const { began, count, perSecond } = workerData
const word = new Int32Array(new SharedArrayBuffer(4))
const now = () => performance.timeOrigin + performance.now()
for (let index = 0; index < count; index += 1) {
  const due = began + (index * 1_000) / perSecond
  const left = due - now()
  if (left > 0) Atomics.wait(word, 0, 0, left)
  parentPort.postMessage(due)
}`

/** Resolves after `count` calls of `take` with the moment each was due, on this thread's clock of `performance`. */
export function onTime({ count, perSecond }, take) {
  const began = performance.timeOrigin + performance.now() + 100
  const worker = new Worker(sleeper, { eval: true, workerData: { began, count, perSecond } })
  worker.on('message', (due) => take(due - performance.timeOrigin))
  return new Promise((resolve, reject) => {
    worker.on('error', reject)
    worker.on('exit', resolve)
  })
}
