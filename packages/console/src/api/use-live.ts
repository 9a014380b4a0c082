import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Live, LiveSnapshot } from './live.ts'

export const LiveContext = createContext<Live | null>(null)

export function useLiveControl(): Live {
  const live = useContext(LiveContext)
  if (live === null) throw new TypeError('the live feed is missing above this part')
  return live
}

export function useLive(): LiveSnapshot {
  const live = useLiveControl()
  return useSyncExternalStore(live.subscribe, live.snapshot)
}
