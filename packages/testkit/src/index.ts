export { type BankDayOptions, bankDay } from './bank-day.ts'
export { bankRoutes } from './bank/routes.ts'
