// A process of the demo bank. With WEIR_URL and WEIR_SENSOR_KEY set it is watched.
import '@weir/sensor-node'
import { decodeToActor, type FromActor } from './live/message-codec.ts'
import { parts } from './live/parts.ts'
import { createWorld, type Part, type World } from './live/world.ts'

let world: World | null = null
let part: Part | null = null

process.on('message', (input) => {
  const message = decodeToActor(input)
  if (message?.kind === 'setup') {
    const created = createWorld(message.setup)
    world = created
    void play(created)
  } else if (message?.kind === 'directory') {
    world?.meet(message.directory)
    part?.begin?.()
  } else if (message?.kind === 'call') {
    void answer(message.id, message.name, message.argument)
  }
})
// The bank ends with whoever opened it.
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => undefined)

async function play(created: World): Promise<void> {
  part = await parts[created.setup.name](created)
  tell({ kind: 'serving', places: part.places })
}

async function answer(id: number, name: string, argument: unknown): Promise<void> {
  try {
    const call = part?.calls?.[name]
    if (call === undefined) throw new Error(`nobody here knows how to ${name}`)
    tell({ kind: 'answer', id, value: await call(argument) })
  } catch (error) {
    tell({ kind: 'failed', id, problem: error instanceof Error ? error.message : String(error) })
  }
}

function tell(message: FromActor): void {
  if (process.connected) process.send?.(message)
}
