import type { ReactElement, ReactNode } from 'react'
import { useEffect } from 'react'
import { Bar, type Crumb } from './bar.tsx'

interface PageProps {
  /** Of the window, and said when the page opens. */
  readonly title: string
  readonly above?: readonly Crumb[]
  readonly here: ReactNode
  readonly full?: boolean
  readonly aged?: boolean
  readonly children: ReactNode
}

/** A page: its bar, and what it shows. */
export function Page({
  title,
  above = [],
  here,
  full = false,
  aged = false,
  children,
}: PageProps): ReactElement {
  useEffect(() => {
    document.title = `${title} · Weir`
  }, [title])
  const classes = ['page', full ? 'full' : '', aged ? 'aged' : ''].filter((name) => name !== '')
  return (
    <>
      <Bar above={above} here={here} />
      <main className={classes.join(' ')} id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  )
}
