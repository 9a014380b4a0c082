import type { Operation } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { Meter } from '../../charts/meter.tsx'
import { bytes, grouped, percent, rounded } from '../../words/numbers.ts'

/** How much, how large, how fast, with what outcome. */
export function Volumes({ operation }: { readonly operation: Operation }): ReactElement {
  const { statuses, actions, calls } = operation
  return (
    <div className="stack">
      <Learned operation={operation} />
      <Shares title="Status" names={statuses} calls={calls} />
      {Object.keys(actions).length > 0 && <Shares title="Action" names={actions} calls={calls} />}
    </div>
  )
}

function Learned({ operation }: { readonly operation: Operation }): ReactElement {
  const { response_bytes: size, calls_per_window_p99: windowed, duration_ms: duration } = operation
  const rows: readonly (readonly [string, string])[] = [
    ['Answer, median', size.p50 === null ? '–' : bytes(size.p50)],
    ['Answer, 99 of 100 at most', size.p99 === null ? '–' : bytes(size.p99)],
    [
      'Calls of one actor in a window, 99 of 100 at most',
      windowed === null ? 'not learned yet' : grouped(Math.round(windowed)),
    ],
    ['Duration, median', milliseconds(duration?.p50)],
    ['Duration, 95 of 100 at most', milliseconds(duration?.p95)],
    ['Duration, 99 of 100 at most', milliseconds(duration?.p99)],
  ]
  return (
    <section className="sheet">
      <table>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="num">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function milliseconds(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : `${rounded(value, 3)} ms`
}

interface SharesProps {
  readonly title: string
  readonly names: Readonly<Record<string, number>>
  readonly calls: number
}

function Shares({ title, names, calls }: SharesProps): ReactElement {
  const rows = Object.entries(names).toSorted(([, left], [, right]) => right - left)
  return (
    <section className="sheet">
      <table>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">Share</th>
            <th scope="col" className="num">
              Calls
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, count]) => (
            <tr key={name}>
              <td className="mono">{name}</td>
              <td className="c-meter">
                <Meter
                  share={calls === 0 ? 0 : count / calls}
                  label={percent(calls === 0 ? 0 : count / calls)}
                />
              </td>
              <td className="num">{grouped(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
