import {
  accounts,
  blog,
  cards,
  creditBureau,
  customers,
  documents,
  edge,
  payments,
} from '../bank/network.ts'
import { type ActorName, addressOf } from './addresses.ts'
import { crowdPart } from './crowd.ts'
import { edgeRoutes } from './edge-routes.ts'
import { type Route, serve } from './http-server.ts'
import {
  accountsRoutes,
  beginSettlements,
  cardsRoutes,
  customersRoutes,
  paymentsRoutes,
} from './internal-services.ts'
import { intruderPart } from './intruder.ts'
import { backupPart, beginLogRotation } from './machines.ts'
import { machineRoles, metadataRoutes } from './metadata-service.ts'
import { objectStoreRoutes } from './object-store.ts'
import { outsideRoutes } from './outside-services.ts'
import { metadataOf, type Part, type World } from './world.ts'

/** What each process of the bank does. */
export const parts: Readonly<Record<ActorName, (world: World) => Part | Promise<Part>>> = {
  documents: (world) => service(world, [documents.host], objectStoreRoutes(world)),
  metadata: metadataPart,
  outside: (world) => service(world, [blog.host, creditBureau.host], outsideRoutes(world)),
  accounts: async (world) => ({
    ...(await service(world, [accounts.host], accountsRoutes(world))),
    begin: () => beginSettlements(world),
  }),
  cards: (world) => service(world, [cards.host], cardsRoutes(world)),
  customers: (world) => service(world, [customers.host], customersRoutes(world)),
  payments: (world) => service(world, [payments.host], paymentsRoutes(world)),
  edge: async (world) => ({
    ...(await service(world, [edge.host], edgeRoutes(world))),
    begin: () => beginLogRotation(world),
  }),
  backup: backupPart,
  crowd: crowdPart,
  intruder: intruderPart,
}

async function service(
  world: World,
  hosts: readonly string[],
  routes: readonly Route[],
): Promise<Part> {
  const { place } = await serve(addressOf(world.setup.name), routes)
  return { places: Object.fromEntries(hosts.map((host) => [host, place])) }
}

async function metadataPart(world: World): Promise<Part> {
  const places = await Promise.all(
    Object.entries(machineRoles).map(async ([machine, role]) => {
      const { place } = await serve(addressOf('metadata'), metadataRoutes(world, role))
      return [metadataOf(machine), place] as const
    }),
  )
  return { places: Object.fromEntries(places) }
}
