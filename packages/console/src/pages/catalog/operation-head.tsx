import type { Operation } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { Sparkline } from '../../charts/sparkline.tsx'
import { Template } from '../../parts/operation-name.tsx'
import { listed } from '../../words/names.ts'
import { bytes, counted, grouped, percent, rounded } from '../../words/numbers.ts'
import { postureWords } from '../../words/posture.ts'
import { dayMonth, fullTime } from '../../words/times.ts'

const authenticationWords = {
  always: 'Signed in',
  mixed: 'Sometimes signed in',
  never: 'Not signed in',
} as const

export function OperationHead({ operation }: { readonly operation: Operation }): ReactElement {
  const { method, template, first_ms: first, authentication, findings, state } = operation
  return (
    <div className="stack">
      <div className="tags">
        <span className="tag" title={fullTime(first)}>
          Since {dayMonth(first)}
        </span>
        <span className="tag">{authenticationWords[authentication]}</span>
        <span className={state === 'known' ? 'tag' : 'tag water'}>
          {state === 'known' ? 'Known' : 'Learning'}
        </span>
        {operation.posture.map((label) => {
          const { text, why, isWarm } = postureWords[label]
          return (
            <span key={label} className={isWarm ? 'tag medium' : 'tag'} title={why}>
              {text}
            </span>
          )
        })}
        {findings > 0 && (
          <span className="tag medium" title="Active findings at its service">
            {counted(findings, 'finding')}
          </span>
        )}
      </div>
      <div>
        <h1 className="ophead">
          <span className="v">{method}</span>
          <Template template={template} />
        </h1>
        <p className="two sentence">{sentenceOf(operation)}</p>
      </div>
      <Figures operation={operation} />
    </div>
  )
}

/** What leaves here, and for whom, from what was learned. */
function sentenceOf({ data_types: types, callers, actors, service }: Operation): string {
  const through =
    callers === null || callers.length === 0
      ? ''
      : `, from ${listed(
          callers.map(({ source }) => source),
          3,
        )}`
  const who = `Called at ${service} by ${counted(actors, 'actor')}${through}.`
  return types.length === 0
    ? `${who} Nothing sensitive was seen in it.`
    : `${who} It carries ${listed(
        types.map(({ type }) => type),
        5,
      )}.`
}

function Figures({ operation }: { readonly operation: Operation }): ReactElement {
  const {
    calls,
    unseen,
    state,
    duration_ms: duration,
    response_bytes: size,
    failing_share: failing,
  } = operation
  return (
    <dl className="strip">
      <div>
        <dt>Calls</dt>
        <dd>
          <span className="fig">{grouped(calls)}</span>
          {operation.traffic !== null && (
            <span title="Calls of its service over 24 hours">
              <Sparkline values={operation.traffic.map((bucket) => bucket.calls)} width={72} />
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>Next call unseen</dt>
        <dd>
          <span className="fig">{percent(unseen)}</span>
          {state === 'learning' && <span className="small dim">still learning</span>}
        </dd>
      </div>
      <div>
        <dt>p95, 7 days</dt>
        <dd>
          {duration === null || duration.p95 === null ? (
            <span className="fig dim" title="No duration is known">
              –
            </span>
          ) : (
            <span className="fig">
              {rounded(duration.p95, 2)}
              <small> ms</small>
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>Answer, p99</dt>
        <dd>
          <span className="fig">{size.p99 === null ? '–' : bytes(size.p99)}</span>
        </dd>
      </div>
      <div>
        <dt>Failing</dt>
        <dd>
          <span className="fig">{percent(failing)}</span>
        </dd>
      </div>
    </dl>
  )
}
