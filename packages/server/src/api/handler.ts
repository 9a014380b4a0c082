import type { RouteId } from '@weir/schema/api'
import type { Coverage } from '../coverage/coverage.ts'
import type { Doors } from '../doors/create-doors.ts'
import type { Hub } from '../hub.ts'
import type { Clock } from '../stores/clock.ts'
import type { CorrectionStore } from '../stores/corrections.ts'
import type { OwnTypeStore } from '../stores/own-types.ts'
import type { SpecStore } from '../stores/specs.ts'
import type { SensorKeyStore } from '../stores/sensor-keys.ts'
import type { CatalogIndex } from './catalog-index.ts'
import type { Answered, Asked } from './decode-request.ts'
import type { FindingsIndex } from './findings-index.ts'
import type { LedgerDesk } from './ledger-desk.ts'
import type { DataTypeBook } from './views/data-type.ts'
import type { Outcome } from './outcome.ts'

/** What handlers answer from. */
export interface Sources {
  readonly hub: Hub
  readonly ledger: LedgerDesk
  readonly catalog: () => CatalogIndex
  readonly types: () => DataTypeBook
  readonly findings: FindingsIndex
  readonly sensorKeys: Pick<SensorKeyStore, 'all' | 'create' | 'revoke'>
  readonly corrections: CorrectionStore
  readonly ownTypes: OwnTypeStore
  readonly specs: SpecStore
  readonly doors: Doors
  readonly coverage: Coverage
  readonly clock: Pick<Clock, 'now'>
  readonly version: string
}

/** Who asks, for the audit log. */
export type Asker = 'console' | 'api-token'

/** The live feed is no question with one answer. */
export type AnsweredRoute = Exclude<RouteId, 'getLive'>

export type Handler<Id extends AnsweredRoute> = (
  asked: Asked<Id>,
  sources: Sources,
  by: Asker,
) => Outcome<Answered<Id>> | Promise<Outcome<Answered<Id>>>

export type Handlers = { readonly [Id in AnsweredRoute]: Handler<Id> }
