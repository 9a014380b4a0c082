import type { ErrorComponentProps } from '@tanstack/react-router'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { EmptyGauge } from '../parts/icons.tsx'

export function NowhereHere(): ReactElement {
  return (
    <main className="page" id="main">
      <div className="empty">
        <EmptyGauge />
        <h1>No page at this address</h1>
        <p>The link may be from another version.</p>
        <Link to="/" className="btn pri">
          Go to Overview
        </Link>
      </div>
    </main>
  )
}

export function Broken({ error, reset }: ErrorComponentProps): ReactElement {
  return (
    <main className="page" id="main">
      <div className="empty" role="alert">
        <h1>This page cannot be drawn</h1>
        <p>What Weir watches is not touched by it. {error instanceof Error ? error.message : ''}</p>
        <button type="button" className="btn" onClick={reset}>
          Try again
        </button>
      </div>
    </main>
  )
}

/** No session: how to get a new link. */
export function SignedOut(): ReactElement {
  return (
    <main className="page" id="main">
      <div className="empty">
        <EmptyGauge />
        <h1>The session has ended</h1>
        <p>
          Each start of <code>weir serve</code> prints a link that opens the console once. Open the
          newest one, or start Weir again for another. It keeps watching meanwhile.
        </p>
        <pre className="code">weir serve</pre>
      </div>
    </main>
  )
}
