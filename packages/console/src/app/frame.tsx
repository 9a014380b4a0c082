import { Outlet } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useLive } from '../api/use-live.ts'
import { NotLive } from './not-live.tsx'
import { SignedOut } from './nowhere.tsx'
import { Rail } from './rail.tsx'
import { useKeys } from './use-keys.ts'

const Palette = lazy(() => import('./palette.tsx').then(({ Palette: part }) => ({ default: part })))
const Help = lazy(() => import('./help.tsx').then(({ Help: part }) => ({ default: part })))

type Floating = 'palette' | 'help' | null

/** Everything that stands around a page. */
export function Frame(): ReactElement {
  const [floating, setFloating] = useState<Floating>(null)
  const openPalette = useCallback(() => setFloating('palette'), [])
  const openHelp = useCallback(() => setFloating('help'), [])
  const close = useCallback(() => setFloating(null), [])
  useKeys({ openPalette, openHelp })
  const { state, said } = useLive()
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <div className="app">
        <Rail />
        <div className="main">
          {state.kind === 'lost' && <NotLive lastMs={state.lastMs} retryMs={state.retryMs} />}
          {state.kind === 'signed-out' ? <SignedOut /> : <Outlet />}
        </div>
      </div>
      <div className="vh" aria-live="assertive">
        {said}
      </div>
      <Suspense fallback={null}>
        {floating === 'palette' && <Palette close={close} openHelp={openHelp} />}
        {floating === 'help' && <Help close={close} />}
      </Suspense>
      <button type="button" hidden data-open-palette onClick={openPalette} />
    </>
  )
}
