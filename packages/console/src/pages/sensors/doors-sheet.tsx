import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiDoor, ApiDoorList } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { closeDoors, doorsQuery, openDoors } from '../../api/queries.ts'
import { SeverityMark } from '../../parts/severity.tsx'
import { Answered } from '../../parts/states.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { grouped } from '../../words/numbers.ts'

const breakGlassMinutes = 60

/** Who carries decisions out, and the break-glass. */
export function DoorsSheet(): ReactElement {
  const query = useQuery(doorsQuery)
  return (
    <section className="sheet" aria-labelledby="doors">
      <Answered query={query} rows={3}>
        {(list) => (
          <>
            <header>
              <h2 id="doors">Doors</h2>
              <span className="dim">
                {list.open_until_ms === null
                  ? 'where decisions are carried out'
                  : 'all of them let everything pass'}
              </span>
              <span className="sp" />
              <BreakGlass list={list} />
            </header>
            {list.items.length === 0 ? (
              <p className="dim pad">
                No door has asked for decisions. A sensor whose key may read them can be one:{' '}
                <code>weir sensor add nginx --door</code>
              </p>
            ) : (
              <DoorTable items={list.items} />
            )}
          </>
        )}
      </Answered>
    </section>
  )
}

/** One click to open, one to close: nobody should have to look for it at night. */
function BreakGlass({ list }: { readonly list: ApiDoorList }): ReactElement {
  const client = useQueryClient()
  const isOpen = list.open_until_ms !== null
  const change = useMutation({
    mutationFn: () => (isOpen ? closeDoors() : openDoors(breakGlassMinutes)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['doors'] }),
  })
  return (
    <>
      {isOpen && <SeverityMark severity="high" />}
      <button
        type="button"
        className={isOpen ? 'btn pri s' : 'btn s'}
        disabled={change.isPending}
        title={change.error?.message ?? (isOpen ? list.open_reason || undefined : undefined)}
        onClick={() => change.mutate()}
      >
        {isOpen ? 'Close all doors' : 'Open all doors for an hour'}
      </button>
    </>
  )
}

function DoorTable({ items }: { readonly items: readonly ApiDoor[] }): ReactElement {
  const now = useNow()
  return (
    <table className="st">
      <thead>
        <tr>
          <th scope="col">Door</th>
          <th scope="col">State</th>
          <th scope="col" className="num">
            Decisions held
          </th>
          <th scope="col" className="num">
            Behind
          </th>
          <th scope="col" className="num">
            Last took
          </th>
          <th scope="col" className="num">
            Checked
          </th>
          <th scope="col" className="num">
            Refused
          </th>
          <th scope="col" className="num">
            Last heard
          </th>
        </tr>
      </thead>
      <tbody>
        {items.flatMap(({ name, processes }) =>
          processes.map((process) => (
            <DoorRow key={`${name} ${process.boot}`} name={name} process={process} now={now} />
          )),
        )}
      </tbody>
    </table>
  )
}

interface DoorRowProps {
  readonly name: string
  readonly process: ApiDoor['processes'][number]
  readonly now: number
}

const openWords = { 'break-glass': 'Open: break-glass', fuse: 'Open: its fuse is blown' } as const

function DoorRow({ name, process, now }: DoorRowProps): ReactElement {
  const { agent, state, open, behind, lag_ms: lag, held, checked, refused } = process
  const { passed_over: passedOver } = process
  const isTrouble = open === 'fuse' || state === 'away'
  return (
    <tr className={isTrouble ? 'warm' : undefined}>
      <td>
        <b>{name}</b>
        <span className="second" title={`carries out ${process.can.join(', ')}`}>
          {agent}
        </span>
      </td>
      <td className="small">{open === null ? stateWords[state] : openWords[open]}</td>
      <td className="num">{grouped(held)}</td>
      <td className={behind === 0 ? 'num zero' : 'num'}>
        {behind === null ? '–' : grouped(behind)}
      </td>
      <td className="num small two">{lag === null ? '–' : `${lag.toFixed(1)} ms`}</td>
      <td className="num">{grouped(checked)}</td>
      <td className={refused === 0 ? 'num zero' : 'num'}>
        {grouped(refused)}
        {passedOver > 0 && (
          <span className="second" title="responses a decision would have redacted">
            {grouped(passedOver)} passed over
          </span>
        )}
      </td>
      <td className="num small dim">
        <Ago ms={process.heard_ms} now={now} />
      </td>
    </tr>
  )
}

const stateWords = { live: 'Connected', away: 'Away, keeps what it has' } as const
