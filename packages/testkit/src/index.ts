export { type BankDayOptions, bankDay } from './bank-day.ts'
export { type BankValues, bankValues } from './bank-values.ts'
export { bankRoutes } from './bank/routes.ts'
export { bankNetworks, type NamedNetwork } from './live/addresses.ts'
export type { LoadFigures } from './live/crowd.ts'
export { type BreachStep, breachSteps, type StepTaken } from './live/intruder.ts'
export type { BackupRun } from './live/machines.ts'
export {
  bankPeople,
  type BankOptions,
  type BankSensors,
  type RunningBank,
  startBank,
  watchedServices,
} from './live/running-bank.ts'
