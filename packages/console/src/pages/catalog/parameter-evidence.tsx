import type { OperationParameter } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { Meter } from '../../charts/meter.tsx'
import { counted, grouped, percent } from '../../words/numbers.ts'

/** The five kinds of evidence that tell a value from a word, each in a sentence and as a measure. */
export function ParameterEvidence({
  evidence,
}: {
  readonly evidence: OperationParameter['evidence']
}): ReactElement {
  return (
    <ul className="ev">
      {kindsOf(evidence).map(({ title, text, share }) => (
        <li key={title}>
          <b>
            {title}
            <span className="two">{percent(share)}</span>
          </b>
          <Meter share={share} label={`${title} ${percent(share)}`} />
          <p className="small dim">{text}</p>
        </li>
      ))}
    </ul>
  )
}

interface Kind {
  readonly title: string
  readonly text: string
  readonly share: number
}

function kindsOf(evidence: OperationParameter['evidence']): readonly Kind[] {
  const { shapes, distinct, calls, evenness, agreement, actors } = evidence
  const [usual] = shapes
  const kinds: readonly (Kind | null)[] = [
    usual === undefined
      ? null
      : {
          title: 'Looks',
          text: `Most calls carry one that looks like ${usual.shape}.`,
          share: usual.share,
        },
    {
      title: 'New values',
      text: `About ${counted(distinct, 'different value')} in ${counted(calls, 'call')}.`,
      share: calls === 0 ? 0 : Math.min(1, distinct / calls),
    },
    evenness === null
      ? null
      : {
          title: 'Evenness',
          text: 'How evenly calls spread over the known values.',
          share: evenness,
        },
    {
      title: 'Alike',
      text: 'What follows a value and how it is answered is the same for most of them.',
      share: agreement,
    },
    {
      title: 'Actors',
      text: `About ${grouped(actors)} used it, so it is nobody’s own path.`,
      share: calls === 0 ? 0 : Math.min(1, actors / Math.min(calls, 20)),
    },
  ]
  return kinds.flatMap((kind) => (kind === null ? [] : [kind]))
}
