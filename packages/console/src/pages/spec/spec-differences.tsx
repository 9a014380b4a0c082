import { Link } from '@tanstack/react-router'
import type { SpecDiff, SpecDifference, SpecRuleCount } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { OperationName } from '../../parts/operation-name.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { listed } from '../../words/names.ts'
import { grouped } from '../../words/numbers.ts'
import { LevelMark } from './level-mark.tsx'

interface SpecDifferencesProps {
  readonly diff: SpecDiff
  readonly items: readonly SpecDifference[]
  /** The rule the list is narrowed to. */
  readonly rule: string | null
  readonly more: (() => void) | null
}

/** Every difference, by rule, the gravest first. */
export function SpecDifferences(props: SpecDifferencesProps): ReactElement {
  const { diff, items, rule, more } = props
  const now = useNow()
  if (diff.rules.length === 0) return <Agreed />
  const shown = diff.rules.filter((one) => rule === null || one.rule === rule)
  return (
    <section aria-labelledby="differences">
      <h2 id="differences" className="vh">
        Differences
      </h2>
      <RuleTabs diff={diff} rule={rule} />
      <div className="sheet">
        <table className="sd">
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <th scope="col">Where</th>
              <th scope="col" className="num">
                Calls
              </th>
              <th scope="col">Callers, 7 days</th>
              <th scope="col" className="num">
                Last
              </th>
            </tr>
          </thead>
          {shown.map((one) => (
            <RuleGroup
              key={one.rule}
              rule={one}
              items={items.filter((item) => item.rule === one.rule)}
              now={now}
            />
          ))}
        </table>
        {more !== null && (
          <div className="pad row">
            <button type="button" className="btn s" onClick={more}>
              Show more of {grouped(diff.total)}
            </button>
          </div>
        )}
      </div>
    </section>
  )
}

function RuleTabs({
  diff: { spec, rules },
  rule,
}: Pick<SpecDifferencesProps, 'diff' | 'rule'>): ReactElement {
  const all = rules.reduce((sum, { count }) => sum + count, 0)
  const tabs = [{ rule: null, count: all }, ...rules]
  return (
    <nav className="tabs" aria-label="Differences by rule">
      {tabs.map((one) => (
        <Link
          key={one.rule ?? ''}
          to="/catalog/specs/$service"
          params={{ service: spec.service }}
          search={one.rule === null ? {} : { rule: one.rule }}
          replace
          aria-current={one.rule === rule ? 'page' : undefined}
        >
          {one.rule ?? 'All'} <span className="dim">{grouped(one.count)}</span>
        </Link>
      ))}
    </nav>
  )
}

interface RuleGroupProps {
  readonly rule: SpecRuleCount
  readonly items: readonly SpecDifference[]
  readonly now: number
}

function RuleGroup({
  rule: { title, level, count },
  items,
  now,
}: RuleGroupProps): ReactElement | null {
  if (items.length === 0) return null
  return (
    <tbody>
      <tr className="sec">
        <th colSpan={5} scope="colgroup">
          {title} <span className="dim">{grouped(count)}</span>
          <LevelMark level={level} />
        </th>
      </tr>
      {items.map((item) => (
        <Row key={keyOf(item)} item={item} now={now} />
      ))}
    </tbody>
  )
}

function keyOf({ method, template, in: place, path, operation }: SpecDifference): string {
  return `${method} ${template} ${place ?? ''} ${path} ${operation?.id ?? ''}`
}

function Row({ item, now }: { readonly item: SpecDifference; readonly now: number }): ReactElement {
  const { rule, method, template, operation, what, count, callers, line } = item
  const name = <OperationName method={method} template={template} />
  return (
    <tr>
      <td className="cut" title={`${method} ${template}, line ${line} of the document`}>
        {operation === null ? (
          name
        ) : (
          <Link
            to="/catalog/$operationId"
            params={{ operationId: operation.id }}
            search={searchOf(item)}
            className="rowlink"
            data-row
          >
            {name}
          </Link>
        )}
      </td>
      <td className="cut" title={item.path}>
        <Where item={item} />
        {/* The title of the other rules says it already. */}
        {rule === 'type-break' && <span className="second cut">{what}</span>}
      </td>
      <td className={count === 0 ? 'num zero' : 'num'}>{grouped(count)}</td>
      <td className="small two cut" title={(callers ?? []).map(({ source }) => source).join(', ')}>
        {callers === null
          ? '–'
          : listed(
              callers.map(({ source }) => source),
              3,
            )}
      </td>
      <td className="num small dim">
        <Last item={item} now={now} />
      </td>
    </tr>
  )
}

/** A field opens with its operation. */
function searchOf({ in: place, path }: SpecDifference): { readonly field?: string } {
  return place === 'req.body' || place === 'res.body' ? { field: `${place} ${path}` } : {}
}

function Where({ item: { in: place, path } }: { readonly item: SpecDifference }): ReactElement {
  if (path === '' && place === null) return <span className="small dim">whole operation</span>
  return (
    <span className="mono">
      <span className="dim">{place ?? 'status'}</span> {path === '' ? '(whole body)' : path}
    </span>
  )
}

/** Of what nobody called: since when Weir has looked. */
function Last({
  item: { last_ms: last, since_ms: since },
  now,
}: {
  readonly item: SpecDifference
  readonly now: number
}): ReactElement {
  if (last !== null) return <Ago ms={last} now={now} />
  if (since === null) return <>–</>
  return (
    <span title="Watched for so long without a call">
      not for <Ago ms={since} now={now} />
    </span>
  )
}

function Agreed(): ReactElement {
  return (
    <section className="sheet">
      <p className="pad two">
        What was seen is described, and what is described was seen. Weir goes on comparing.
      </p>
    </section>
  )
}
