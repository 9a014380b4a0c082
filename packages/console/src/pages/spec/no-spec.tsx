import type { ReactElement } from 'react'
import { learnedFile } from '../../api/queries.ts'
import { GiveSpec } from './give-spec.tsx'

/** What a document is good for, and the way to give one. */
export function NoSpec({ service }: { readonly service: string }): ReactElement {
  return (
    <>
      <div className="ttl">
        <div>
          <h1>Nobody has given the document of {service} yet</h1>
          <p className="lead">
            Give the OpenAPI document your team publishes. Weir compares it with what it sees, all
            the time, and shows what answers that nobody described, what is deprecated and still
            called, what nobody calls, and where fields, types, statuses and sign-in differ.
          </p>
        </div>
        <div className="sp" />
        <a className="btn" href={learnedFile(service)} download>
          Download what was learned
        </a>
      </div>
      <section className="sheet" aria-label="Give a document">
        <GiveSpec service={service} done={null} />
      </section>
    </>
  )
}
