import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import type { Balance, SensorList } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useState } from 'react'
import { sensorsQuery } from '../../api/queries.ts'
import { useLive } from '../../api/use-live.ts'
import { Page } from '../../app/page.tsx'
import { BalanceStream } from '../../charts/balance-stream.tsx'
import { EmptyGauge } from '../../parts/icons.tsx'
import { DoneMark, SeverityMark } from '../../parts/severity.tsx'
import { Answered } from '../../parts/states.tsx'
import { counted, grouped } from '../../words/numbers.ts'
import { AddSensor } from './add-sensor.tsx'
import { CoverageSheet } from './coverage-sheet.tsx'
import { DecisionsSheet } from './decisions-sheet.tsx'
import { DoorsSheet } from './doors-sheet.tsx'
import { Losses } from './losses.tsx'
import { SensorsTable } from './sensors-table.tsx'

/** Who watches, and that nothing is lost on the way. */
export function SensorsPage(): ReactElement {
  const query = useQuery(sensorsQuery)
  const [adding, setAdding] = useState(false)
  return (
    <Page title="Sensors and doors" here="Sensors and doors">
      <Answered query={query} rows={8}>
        {(list) => <SensorSheets list={list} add={() => setAdding(true)} />}
      </Answered>
      {adding && <AddSensor close={() => setAdding(false)} />}
    </Page>
  )
}

interface SensorSheetsProps {
  readonly list: SensorList
  readonly add: () => void
}

function SensorSheets({ list, add }: SensorSheetsProps): ReactElement {
  const { items, balanced } = list
  const { balance: live } = useLive()
  const balance = live ?? list.balance
  const holds = balance.received === balance.analysed + balance.held + balance.dropped
  return (
    <div className="ov">
      <div className="ttl">
        <div>
          <h1>{titleOf(items, balance)}</h1>
          <p className="lead">{leadOf(balance)}</p>
        </div>
        <div className="sp" />
        <button type="button" className="btn pri" onClick={add}>
          <Plus size={14} strokeWidth={1.6} aria-hidden="true" />
          Add a sensor
        </button>
      </div>
      <div className="two-col wide">
        <section className="sheet" aria-labelledby="balance">
          <header>
            <h2 id="balance">Water balance</h2>
            <span className="dim">received = analysed + held + dropped</span>
            <span className="sp" />
            {holds ? <DoneMark>Balances</DoneMark> : <SeverityMark severity="medium" />}
          </header>
          <div className="pad">
            <BalanceStream balance={balance} />
            <p className="small two sum-line">
              {counted(items.length, 'sensor')}, {grouped(balanced)} balanced. Exchanges wait in the
              spool on disk until they are analysed, also through a restart.
            </p>
          </div>
        </section>
        <Losses list={list} />
      </div>
      {items.length === 0 ? (
        <section className="sheet">
          <div className="empty">
            <EmptyGauge />
            <h2>No sensor yet</h2>
            <p>A sensor sits in what you already run and sends copies, never the traffic itself.</p>
          </div>
        </section>
      ) : (
        <SensorsTable items={items} />
      )}
      <CoverageSheet />
      <DoorsSheet />
      <DecisionsSheet />
    </div>
  )
}

function titleOf(items: SensorList['items'], balance: Balance): string {
  if (balance.received === 0) return 'Nobody watches yet'
  const silent = items.filter(({ state }) => state === 'silent').length
  if (silent > 0) return `${counted(silent, 'sensor is', 'sensors are')} silent`
  return balance.received === balance.analysed + balance.held + balance.dropped
    ? 'Every exchange is accounted for'
    : 'The balance does not hold'
}

function leadOf({ received, dropped, held }: Balance): string {
  if (received === 0) return 'No exchange has come in.'
  const lost =
    dropped === 0 ? 'None was dropped' : `${grouped(dropped)} of ${grouped(received)} were dropped`
  return `${lost}, ${held === 0 ? 'none waits' : `${grouped(held)} wait to be analysed`}. Sensors send copies; no request waits for the hub.`
}
