import { listAudit } from './audit.ts'
import { listCalls } from './calls.ts'
import { createCorrection, listCorrections, undoCorrection } from './corrections.ts'
import { createSensorCheck, getCoverage, getSensorCheck } from './coverage.ts'
import { listDataTypes } from './data-types.ts'
import { listEdges } from './edges.ts'
import { createDecision, listDecisions, undoDecision } from './decisions.ts'
import { closeDoors, listDoors, openDoors } from './doors.ts'
import { getFinding, listFindings } from './findings.ts'
import { getIncident, listIncidents } from './incidents.ts'
import { getLive } from './live.ts'
import { getOperation, listOperations } from './operations.ts'
import { getOverview } from './overview.ts'
import { defineOwnType, listOwnTypes, removeOwnType } from './own-types.ts'
import { listPrincipals } from './principals.ts'
import { createSensor, listSensors, revokeSensor } from './sensors.ts'
import { getService, listServices } from './services.ts'
import { getServiceOpenapi, getSpec, getSpecDiff, listSpecs, putSpec, removeSpec } from './specs.ts'
import { getStatus } from './status.ts'
import { listTrackers } from './trackers.ts'
import { getTraffic } from './traffic.ts'

/** Every endpoint, by its id. */
export const routes = {
  getStatus,
  getOverview,
  getTraffic,
  listServices,
  getService,
  listOperations,
  getOperation,
  listEdges,
  listPrincipals,
  listDataTypes,
  listFindings,
  getFinding,
  listIncidents,
  getIncident,
  listSensors,
  createSensor,
  revokeSensor,
  getCoverage,
  createSensorCheck,
  getSensorCheck,
  listCorrections,
  createCorrection,
  undoCorrection,
  listOwnTypes,
  defineOwnType,
  removeOwnType,
  listSpecs,
  putSpec,
  getSpec,
  removeSpec,
  getSpecDiff,
  getServiceOpenapi,
  listDecisions,
  createDecision,
  undoDecision,
  listDoors,
  openDoors,
  closeDoors,
  listCalls,
  listTrackers,
  listAudit,
  getLive,
} as const

export type Routes = typeof routes
export type RouteId = keyof Routes
