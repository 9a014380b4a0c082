import type {
  ApiCoverage,
  ApiDoorList,
  CorrectionAnswer,
  CorrectionList,
  CreatedSensor,
  DataTypeList,
  DecisionList,
  Finding,
  FindingPage,
  Incident,
  IncidentPage,
  NewCorrection,
  NewSpec,
  Operation,
  OperationPage,
  Overview,
  OwnTypeList,
  OwnTypeView,
  RemovedOwnType,
  RemovedSpec,
  RevokedSensor,
  SensorList,
  Service,
  ServicePage,
  SpecAnswer,
  SpecDiff,
  SpecList,
  Status,
  UndoneCorrection,
  UndoneDecision,
} from '@weir/schema/api'
import type { InfiniteData, UseInfiniteQueryOptions, UseQueryOptions } from '@tanstack/react-query'
import { apiPath, type Query } from './client.ts'
import { answer } from './decode-answer.ts'

type Key = readonly unknown[]
type Asked<Data> = UseQueryOptions<Data>
type AskedPages<Page> = UseInfiniteQueryOptions<
  Page,
  Error,
  InfiniteData<Page, string>,
  Key,
  string
>

// Keys begin with a word of what they show: the live feed names the words that are stale.

export const statusQuery: Asked<Status> = {
  queryKey: ['status'],
  queryFn: ({ signal }) => answer<Status>(apiPath('status'), { signal }),
}

export const sensorsQuery: Asked<SensorList> = {
  queryKey: ['sensors'],
  queryFn: ({ signal }) => answer<SensorList>(apiPath('sensors'), { signal }),
  refetchInterval: 10_000,
}

export const coverageQuery: Asked<ApiCoverage> = {
  queryKey: ['coverage'],
  queryFn: ({ signal }) => answer<ApiCoverage>(apiPath('coverage'), { signal }),
  refetchInterval: 10_000,
}

export const overviewQuery = (windowMs: number): Asked<Overview> => ({
  queryKey: ['overview', windowMs],
  queryFn: ({ signal }) =>
    answer<Overview>(apiPath('overview', { window_ms: windowMs }), { signal }),
})

/** What a list of findings is narrowed to, in the API's words. */
export interface FindingFilter {
  readonly severity?: string
  readonly state?: string
  readonly tracker?: string
  readonly service?: string
  readonly actor?: string
  readonly incident?: string
  readonly q?: string
}

export const findingsPageSize = 200

function sinceMs(windowMs: number): number {
  return Math.max(0, Date.now() - windowMs)
}

export const findingsQuery = (
  filter: FindingFilter,
  windowMs: number,
): AskedPages<FindingPage> => ({
  queryKey: ['findings', filter, windowMs],
  queryFn: ({ signal, pageParam }) => {
    const query: Query = {
      ...filter,
      since_ms: sinceMs(windowMs),
      limit: findingsPageSize,
      cursor: pageParam,
    }
    return answer<FindingPage>(apiPath('findings', query), { signal })
  },
  initialPageParam: '',
  getNextPageParam: ({ next }: FindingPage) => next,
})

/** How many findings a longer range has. */
export const findingsCountQuery = (
  filter: FindingFilter,
  windowMs: number,
): Asked<FindingPage> => ({
  queryKey: ['findings-count', filter, windowMs],
  queryFn: ({ signal }) => {
    const query: Query = { ...filter, since_ms: sinceMs(windowMs), limit: 1 }
    return answer<FindingPage>(apiPath('findings', query), { signal })
  },
})

export const incidentsQuery: Asked<IncidentPage> = {
  queryKey: ['incidents'],
  queryFn: ({ signal }) => answer<IncidentPage>(apiPath('incidents', { limit: 50 }), { signal }),
}

export const incidentQuery = (id: string): Asked<Incident> => ({
  queryKey: ['incident', id],
  queryFn: ({ signal }) =>
    answer<Incident>(apiPath(`incidents/${encodeURIComponent(id)}`), { signal }),
})

export const findingQuery = (id: string): Asked<Finding> => ({
  queryKey: ['finding', id],
  queryFn: ({ signal }) =>
    answer<Finding>(apiPath(`findings/${encodeURIComponent(id)}`), { signal }),
})

export const servicesQuery: Asked<ServicePage> = {
  queryKey: ['services'],
  queryFn: ({ signal }) => answer<ServicePage>(apiPath('services', { limit: 500 }), { signal }),
}

export const serviceQuery = (name: string): Asked<Service> => ({
  queryKey: ['service', name],
  queryFn: ({ signal }) =>
    answer<Service>(apiPath(`services/${encodeURIComponent(name)}`), { signal }),
})

export const operationsPageSize = 200

/** What a list of operations is narrowed to, in the API's words. */
export interface OperationFilter {
  readonly service?: string
  readonly method?: string
  readonly state?: string
  readonly authentication?: string
  readonly data_type?: string
  readonly posture?: string
  readonly category?: string
  readonly q?: string
}

export const operationsQuery = (query: OperationFilter): AskedPages<OperationPage> => ({
  queryKey: ['operations', query],
  queryFn: ({ signal, pageParam }) =>
    answer<OperationPage>(
      apiPath('operations', { ...query, limit: operationsPageSize, cursor: pageParam }),
      { signal },
    ),
  initialPageParam: '',
  getNextPageParam: ({ next }: OperationPage) => next,
})

/** The few operations the palette offers; nothing is asked for before something is typed. */
export const paletteOperationsQuery = (q: string): Asked<OperationPage> => ({
  queryKey: ['operations', 'palette', q],
  queryFn: ({ signal }) =>
    answer<OperationPage>(apiPath('operations', { q: q.slice(0, 200), limit: 8 }), { signal }),
  enabled: q !== '',
})

export const operationQuery = (id: string): Asked<Operation> => ({
  queryKey: ['operation', id],
  queryFn: ({ signal }) => answer<Operation>(apiPath(`operations/${id}`), { signal }),
})

export const dataTypesQuery: Asked<DataTypeList> = {
  queryKey: ['data-types'],
  queryFn: ({ signal }) => answer<DataTypeList>(apiPath('data-types'), { signal }),
}

export function createSensor(name: string, door: boolean): Promise<CreatedSensor> {
  return answer(apiPath('sensors'), posted({ name, door }))
}

export function revokeSensor(name: string): Promise<RevokedSensor> {
  return answer(apiPath(`sensors/${encodeURIComponent(name)}`), { method: 'DELETE' })
}

/** Doors report every few seconds. */
const doorsEveryMs = 5_000

export const doorsQuery: Asked<ApiDoorList> = {
  queryKey: ['doors'],
  queryFn: ({ signal }) => answer<ApiDoorList>(apiPath('doors'), { signal }),
  refetchInterval: doorsEveryMs,
}

export function openDoors(minutes: number): Promise<ApiDoorList> {
  return answer(apiPath('doors/open'), posted({ minutes, reason: 'from the console' }))
}

export function closeDoors(): Promise<ApiDoorList> {
  return answer(apiPath('doors/open'), { method: 'DELETE' })
}

export const decisionsQuery: Asked<DecisionList> = {
  queryKey: ['decisions'],
  queryFn: ({ signal }) => answer<DecisionList>(apiPath('decisions'), { signal }),
  refetchInterval: doorsEveryMs,
}

export function undoDecision(id: string): Promise<UndoneDecision> {
  return answer(apiPath(`decisions/${encodeURIComponent(id)}`), { method: 'DELETE' })
}

export const correctionsQuery: Asked<CorrectionList> = {
  queryKey: ['corrections'],
  queryFn: ({ signal }) => answer<CorrectionList>(apiPath('corrections'), { signal }),
}

/** What a correction would change; nothing is made. */
export const correctionPreviewQuery = (correction: NewCorrection): Asked<CorrectionAnswer> => ({
  queryKey: ['correction-preview', correction],
  queryFn: ({ signal }) =>
    answer<CorrectionAnswer>(apiPath('corrections', { preview: 'true' }), {
      ...posted(correction),
      signal,
    }),
  retry: false,
})

export function createCorrection(correction: NewCorrection): Promise<CorrectionAnswer> {
  return answer(apiPath('corrections'), posted(correction))
}

export function undoCorrection(id: string): Promise<UndoneCorrection> {
  return answer(apiPath(`corrections/${encodeURIComponent(id)}`), { method: 'DELETE' })
}

export const ownTypesQuery: Asked<OwnTypeList> = {
  queryKey: ['own-types'],
  queryFn: ({ signal }) => answer<OwnTypeList>(apiPath('own-types'), { signal }),
}

/** The API checks it, its id included. */
export function defineOwnType(body: object): Promise<OwnTypeView> {
  return answer(apiPath('own-types'), posted(body))
}

export function removeOwnType(id: string): Promise<RemovedOwnType> {
  return answer(apiPath(`own-types/${encodeURIComponent(id)}`), { method: 'DELETE' })
}

export const specsQuery: Asked<SpecList> = {
  queryKey: ['specs'],
  queryFn: ({ signal }) => answer<SpecList>(apiPath('specs'), { signal }),
}

export const specDiffPageSize = 200

/** Where a service and its document part, of one rule or of all. */
export const specDiffQuery = (service: string, rule: string | undefined): AskedPages<SpecDiff> => ({
  queryKey: ['spec-diff', service, rule],
  queryFn: ({ signal, pageParam }) =>
    answer<SpecDiff>(
      apiPath(`services/${encodeURIComponent(service)}/spec-diff`, {
        rule,
        limit: specDiffPageSize,
        cursor: pageParam,
      }),
      { signal },
    ),
  initialPageParam: '',
  getNextPageParam: ({ next }: SpecDiff) => next,
})

/** What comes of a document; nothing is kept. */
export function checkSpec(spec: NewSpec): Promise<SpecAnswer> {
  return answer(apiPath('specs', { preview: 'true' }), posted(spec))
}

export function keepSpec(spec: NewSpec): Promise<SpecAnswer> {
  return answer(apiPath('specs'), posted(spec))
}

export function removeSpec(service: string): Promise<RemovedSpec> {
  return answer(apiPath(`specs/${encodeURIComponent(service)}`), { method: 'DELETE' })
}

/** Where a browser saves what was learned of a service from. */
export function learnedFile(service: string): string {
  return apiPath(`services/${encodeURIComponent(service)}/openapi`, { format: 'yaml' })
}

function posted(body: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}
