import { readApiToken } from '@weir/server'
import type { Problem, Route } from '@weir/schema/api'
import type { z } from 'zod'
import { CommandError, environmentError, exitCode, usageError } from '../exit.ts'

/** Where a running Weir is, as the command line gives it. */
export interface RunningFlags {
  readonly url?: string
  readonly data?: string
}

/** Asks a running Weir through its API. */
export interface ApiClient {
  readonly url: string
  ask<Answer>(route: RouteOf<Answer>, question?: Question): Promise<Answer>
}

type RouteOf<Answer> = Route & { readonly response: z.ZodType<Answer> }

export interface Question {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
}

const defaultUrl = 'http://127.0.0.1:7447'
const patienceMs = 30_000

/** The token is WEIR_API_TOKEN, else it follows from the secret in the data folder on this machine. */
export function apiClient(flags: RunningFlags): ApiClient {
  const url = (flags.url ?? process.env['WEIR_URL'] ?? defaultUrl).replace(/\/{0,9}$/, '')
  if (!URL.canParse(url))
    throw usageError(`--url ${url}: expected an address such as ${defaultUrl}`)
  const token = tokenFrom(flags)
  return {
    url,
    ask: async (route, question = {}) => {
      const answer = await send(addressOf(url, route, question), {
        method: route.method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(question.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
        signal: AbortSignal.timeout(patienceMs),
      })
      const read = route.response.safeParse(answer)
      if (read.success) return read.data
      throw environmentError(
        `${url} answers otherwise than this weir expects: is it of one release?`,
        read.error,
      )
    },
  }
}

function tokenFrom({ data }: RunningFlags): string {
  const given = process.env['WEIR_API_TOKEN'] ?? ''
  if (given !== '') return given
  const token = readApiToken(data)
  if (token !== null) return token
  throw usageError(
    'nothing says who asks. Give --data the data folder of the running Weir, or set WEIR_API_TOKEN; `weir token` prints it where Weir runs',
  )
}

function addressOf(url: string, { path }: Route, { params = {}, query = {} }: Question): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const search = new URLSearchParams(query).toString()
  return `${url}${filled}${search === '' ? '' : `?${search}`}`
}

async function send(address: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(address, init).catch((cause: unknown) => {
    const origin = new URL(address).origin
    throw environmentError(
      `${origin} does not answer. Is Weir running there? \`weir serve\` starts it, --url names another address`,
      cause,
    )
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  throw refusal(response.status, problemIn(answer))
}

function problemIn(answer: unknown): Partial<Problem> {
  return typeof answer === 'object' && answer !== null ? answer : {}
}

function refusal(
  status: number,
  { title, detail, code, problems }: Partial<Problem>,
): CommandError {
  const parts = (problems ?? []).map(({ name, what }) => `${name} ${what}`)
  const words = [detail ?? title ?? `it answers ${status}`, ...parts].join('; ')
  const exit = status >= 500 || status === 401 ? exitCode.environment : exitCode.usage
  return new CommandError(exit, code === undefined ? words : `${words} (${code})`)
}
