import type { ReactElement } from 'react'
import { lazy, Suspense } from 'react'
import type { HydrographProps } from './hydrograph-marks.ts'

const Drawn = lazy(() =>
  import('./hydrograph.tsx').then(({ Hydrograph: part }) => ({ default: part })),
)

/** The curve comes after the page: its library is as heavy as a page. */
export function Hydrograph(props: HydrographProps): ReactElement {
  return (
    <Suspense fallback={<div className="hydrograph waiting" />}>
      <Drawn {...props} />
    </Suspense>
  )
}
