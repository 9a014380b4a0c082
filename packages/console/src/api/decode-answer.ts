import type { LiveEvent } from '@weir/schema/api'
import { ask } from './client.ts'

/** An answer of the server this page came from; both are built from one contract. */
export async function answer<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  return (await ask(path, init)) as Answer
}

/** One event of the live feed, or null where it is not JSON. */
export function decodeLiveEvent(text: string): LiveEvent | null {
  try {
    return JSON.parse(text) as LiveEvent
  } catch {
    return null
  }
}
