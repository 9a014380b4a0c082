import { Link } from '@tanstack/react-router'
import type { Incident } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { CopyButton } from '../../parts/copy.tsx'
import { counted } from '../../words/numbers.ts'
import { WhatDoorsDo } from './what-doors-do.tsx'

/** What a person does now, what doors do already, and about whom. */
export function ToDo({ incident }: { readonly incident: Incident }): ReactElement {
  const { todo, actors, id } = incident
  return (
    <aside className="lc" aria-label="What to do">
      <section className="sheet">
        <header>
          <h2>What to do</h2>
          <span className="sp" />
          <span className="small dim">{counted(todo.length, 'step')}, all open</span>
        </header>
        <ol className="acts">
          {todo.map(({ tracker, todo: words }) => (
            <li key={tracker}>
              <span className="ai">○</span>
              <div>
                <p>{words}</p>
                <p className="small dim">
                  for <span className="mono">{tracker}</span>
                </p>
              </div>
            </li>
          ))}
        </ol>
      </section>
      <WhatDoorsDo incident={incident} />
      <section className="sheet">
        <header>
          <h2>Who it was</h2>
        </header>
        <div className="pad stack small">
          <p className="two">
            Keyed hashes stand for values Weir never keeps. Search your own logs by address and
            time.
          </p>
          {actors.map((actor) => (
            <div key={actor} className="row who">
              <code className="cut">{actor}</code>
              <CopyButton text={actor} />
            </div>
          ))}
          <Link to="/findings" search={{ q: `incident:${id}` }}>
            All findings of this incident
          </Link>
        </div>
      </section>
    </aside>
  )
}
