import http from 'node:http'
import { actions } from '../bank/actions.ts'
import type { Customer } from '../bank/cast.ts'
import { edge } from '../bank/network.ts'
import { assets, assetStep, favicon, page } from '../bank/pages.ts'
import { signInAsk } from '../bank/session.ts'
import type { Ask } from '../bank/visit.ts'
import { formContent, jsonContent } from '../content.ts'
import type { Random } from '../random.ts'
import { ask, type Answer, jsonOf } from './http-client.ts'
import { moment, type World } from './world.ts'

/** How one request went, for the figures of the load. */
export type Note = (status: number, durationMs: number) => void

/** Somebody at the bank's front door, with connections of their own. */
export interface Caller {
  readonly send: (wanted: Ask) => Promise<Answer | null>
  readonly leave: () => void
}

export interface CallerWanted {
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly note: Note
}

export function callerOf(world: World, { address, headers, note }: CallerWanted): Caller {
  const agent = new http.Agent({ keepAlive: true })
  const host = edge.host
  return {
    send: async (wanted) => {
      const began = performance.now()
      const all = { ...headers, ...wanted.headers }
      try {
        const answer = await ask({
          ...wanted,
          headers: all,
          to: world.place(host),
          host,
          from: address,
          agent,
        })
        note(answer.status, performance.now() - began)
        return answer
      } catch {
        note(0, performance.now() - began)
        return null
      }
    },
    leave: () => agent.destroy(),
  }
}

export interface SessionWanted {
  readonly customer: Customer
  readonly address: string
  readonly random: Random
  readonly note: Note
  readonly rest: (meanMs: number) => Promise<void>
}

const weights = actions.map(([weight]) => weight)
const restMs = 260

/** A customer comes by as on the recorded day: the page, the sign-in, some things to do. */
export async function liveSession(world: World, wanted: SessionWanted): Promise<void> {
  const { customer, random, rest } = wanted
  const headers = { 'user-agent': customer.userAgent, accept: 'application/json, */*;q=0.8' }
  const caller = callerOf(world, { ...wanted, headers })
  try {
    if (!customer.usesApp) await openPage(world, caller, random)
    let tokens = await signIn(world, caller, wanted)
    for (let left = 2 + Math.floor(random.wait(7)); left > 0 && tokens !== null; left -= 1) {
      await rest(restMs)
      if (random.chance(0.04)) tokens = await refresh(caller, tokens)
      const [, action] = actions[random.weighted(weights)] ?? []
      if (action === undefined || tokens === null) continue
      const step = action(moment(world, random), customer)
      await caller.send({ ...step, headers: bearer(tokens) })
    }
  } finally {
    caller.leave()
  }
}

async function openPage(world: World, caller: Caller, random: Random): Promise<void> {
  await caller.send(page)
  for (const file of assets) {
    if (random.chance(0.45)) await caller.send(assetStep(moment(world, random), file))
  }
  if (random.chance(0.3)) await caller.send(favicon)
}

interface Tokens {
  readonly access: string
  readonly refresh: string
}

/** One in twelve mistypes the password first. */
async function signIn(world: World, caller: Caller, wanted: SessionWanted): Promise<Tokens | null> {
  const { customer, random, rest } = wanted
  const right = signInAsk(moment(world, random), customer)
  if (random.chance(1 / 12)) {
    await caller.send(mistyped(customer))
    await rest(restMs)
  }
  const tokens = tokensOf(await caller.send(right))
  if (tokens === null) return null
  await caller.send({ method: 'GET', url: '/v1/me', headers: bearer(tokens) })
  return tokens
}

function mistyped({ usesApp, person }: Customer): Ask {
  const wrong = { username: person.email, password: 'oops' }
  if (!usesApp) return { method: 'POST', url: '/login', content: formContent(wrong) }
  const grant = { grant_type: 'password', client_id: 'bank-app', ...wrong }
  return { method: 'POST', url: '/auth/token', content: jsonContent(grant) }
}

async function refresh(caller: Caller, tokens: Tokens): Promise<Tokens | null> {
  const grant = { grant_type: 'refresh_token', refresh_token: tokens.refresh }
  return tokensOf(
    await caller.send({ method: 'POST', url: '/auth/refresh', content: jsonContent(grant) }),
  )
}

function tokensOf(answer: Answer | null): Tokens | null {
  if (answer === null || answer.status !== 200) return null
  const { access_token: access, refresh_token: again } = jsonOf(answer)
  return { access: String(access), refresh: String(again) }
}

function bearer({ access }: Tokens): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${access}` }
}
