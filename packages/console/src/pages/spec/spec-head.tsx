import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SpecDiff } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { learnedFile, removeSpec } from '../../api/queries.ts'
import { Ago, useNow } from '../../parts/when.tsx'
import { counted, grouped } from '../../words/numbers.ts'
import { specTitle } from '../../words/spec-title.ts'

interface SpecHeadProps {
  readonly diff: SpecDiff
  readonly give: () => void
}

/** The state in a sentence, which document it is about, and what can be done with it. */
export function SpecHead({ diff, give }: SpecHeadProps): ReactElement {
  const { spec } = diff
  const now = useNow()
  return (
    <>
      <div className="ttl">
        <div>
          <h1>{specTitle(diff)}</h1>
          <p className="lead">
            {spec.title} {spec.version}, <span className="mono">{spec.file}</span>, given by{' '}
            {spec.by} <Ago ms={spec.at_ms} now={now} said />
            {spec.revision > 1 && `, revision ${grouped(spec.revision)}`}.
          </p>
        </div>
        <div className="sp" />
        <div className="row">
          <button type="button" className="btn" onClick={give}>
            Give another
          </button>
          <a className="btn" href={learnedFile(spec.service)} download>
            Download what was learned
          </a>
          <Remove service={spec.service} />
        </div>
      </div>
      <Figures diff={diff} />
    </>
  )
}

function Figures({ diff }: { readonly diff: SpecDiff }): ReactElement {
  const { spec, called, matched, rules } = diff
  const of = (name: string): number => rules.find(({ rule }) => rule === name)?.count ?? 0
  return (
    <dl className="strip">
      <div>
        <dt>Described</dt>
        <dd>
          <span className="fig">{grouped(spec.operations)}</span>
          <span className="small dim">{grouped(called)} of them called</span>
        </dd>
      </div>
      <div>
        <dt>Calls that belong to them</dt>
        <dd>
          <span className="fig">{grouped(matched)}</span>
        </dd>
      </div>
      <Figure name="Shadows" count={of('shadow')} said="answer, not described" isWarm />
      <Figure name="Zombies" count={of('zombie')} said="deprecated, called" isWarm />
      <Figure name="Orphans" count={of('orphan')} said="described, not called" />
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly count: number
  readonly said: string
  readonly isWarm?: boolean
}

function Figure({ name, count, said, isWarm = false }: FigureProps): ReactElement {
  const tone = count === 0 ? 'fig zero' : isWarm ? 'fig warn' : 'fig'
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className={tone}>{grouped(count)}</span>
        <span className="small dim cut" title={`${counted(count, 'operation')}: ${said}`}>
          {said}
        </span>
      </dd>
    </div>
  )
}

function Remove({ service }: { readonly service: string }): ReactElement {
  const client = useQueryClient()
  const removing = useMutation({
    mutationFn: () => removeSpec(service),
    onSuccess: async () => {
      // What this page showed is no more: everything else is asked for anew first, and the page leaves.
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'spec-diff' })
      client.removeQueries({ queryKey: ['spec-diff', service] })
    },
  })
  return (
    <button
      type="button"
      className="btn"
      disabled={removing.isPending}
      title={removing.error?.message}
      onClick={() => removing.mutate()}
    >
      Remove
    </button>
  )
}
