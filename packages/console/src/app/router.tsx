import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type Router,
  retainSearchParams,
} from '@tanstack/react-router'
import { OverviewPage } from '../pages/overview/overview-page.tsx'
import {
  decodeCatalogSearch,
  decodeDataSearch,
  decodeFindingsSearch,
  decodeOperationSearch,
  decodeOverviewSearch,
  decodeRootSearch,
  decodeSpecSearch,
} from './decode-search.ts'
import { Frame } from './frame.tsx'
import { Broken, NowhereHere } from './nowhere.tsx'

const rootRoute = createRootRoute({
  component: Frame,
  validateSearch: decodeRootSearch,
  search: { middlewares: [retainSearchParams(['t'])] },
  notFoundComponent: NowhereHere,
  errorComponent: Broken,
})

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: decodeOverviewSearch,
  component: OverviewPage,
})

const findingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/findings',
  validateSearch: decodeFindingsSearch,
  component: lazyRouteComponent(
    () => import('../pages/findings/findings-page.tsx'),
    'FindingsPage',
  ),
})

const findingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/findings/$findingId',
  component: lazyRouteComponent(() => import('../pages/findings/finding-page.tsx'), 'FindingPage'),
})

const incidentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents/$incidentId',
  component: lazyRouteComponent(
    () => import('../pages/incident/incident-page.tsx'),
    'IncidentPage',
  ),
})

const catalogRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalog',
  validateSearch: decodeCatalogSearch,
  component: lazyRouteComponent(() => import('../pages/catalog/catalog-page.tsx'), 'CatalogPage'),
})

const correctionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalog/corrections',
  component: lazyRouteComponent(
    () => import('../pages/catalog/corrections-page.tsx'),
    'CorrectionsPage',
  ),
})

const specRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalog/specs/$service',
  validateSearch: decodeSpecSearch,
  component: lazyRouteComponent(() => import('../pages/spec/spec-page.tsx'), 'SpecPage'),
})

const operationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalog/$operationId',
  validateSearch: decodeOperationSearch,
  component: lazyRouteComponent(
    () => import('../pages/catalog/operation-page.tsx'),
    'OperationPage',
  ),
})

const dataRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/data',
  validateSearch: decodeDataSearch,
  component: lazyRouteComponent(() => import('../pages/data/data-page.tsx'), 'DataPage'),
})

const sensorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sensors',
  component: lazyRouteComponent(() => import('../pages/sensors/sensors-page.tsx'), 'SensorsPage'),
})

const routeTree = rootRoute.addChildren([
  overviewRoute,
  findingsRoute,
  findingRoute,
  incidentRoute,
  catalogRoute,
  correctionsRoute,
  specRoute,
  operationRoute,
  dataRoute,
  sensorsRoute,
])

export function createConsoleRouter(): Router<typeof routeTree> {
  return createRouter({ routeTree, search: { strict: true }, defaultPreload: 'intent' })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
