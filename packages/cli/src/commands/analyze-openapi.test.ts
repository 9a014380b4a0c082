import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import openapiTypes from 'openapi-typescript'
import { bankRoutes } from '@weir/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, weir } from '../testing/weir.ts'

const desk = new Desk()
const minutes = 60_000

beforeAll(async () => {
  const day = desk.path('day.ndjson')
  await weir(['demo', '--recorded', '--no-attack', '--json', '--save', day])
  const { code, stderr } = await weir(['analyze', day, '--openapi', desk.path('specs')])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
}, 2 * minutes)
afterAll(() => desk.clear())

/** Parameters are alike whatever they are called; a key that spans segments is one parameter. */
function nameless(route: string): string {
  return route.replaceAll(/\{[^}]*\}/g, '{}')
}

/** Hosts with too few different values to tell a parameter from a handful of pages. */
const tooFewValues = ['169.254.169.254', 'blog.bank.example']
const hosts = [...bankRoutes].filter(([host]) => !tooFewValues.includes(host))

/** A service goes by the shortest name it is known under. */
function documentOf(host: string): { readonly paths: Record<string, object> } {
  const names = [host === 'bank.example' ? 'edge' : host, host.split('.')[0] ?? '']
  const file = names
    .map((name) => `specs/${name}.openapi.json`)
    .find((one) => existsSync(desk.path(one)))
  return JSON.parse(desk.read(file ?? `specs/${host}.openapi.json`))
}

/** The compiler as a program of its own, as a user of a generated client runs it. */
function compile(source: string): string {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin/tsc',
  )
  const flags = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--module',
    'esnext',
    '--ignoreConfig',
  ]
  const { stdout } = spawnSync(process.execPath, [compiler, ...flags, source], { encoding: 'utf8' })
  return stdout
}

describe('weir analyze --openapi of the recorded bank day', () => {
  it.each(hosts)('describes every operation of %s and invents none', (host, routes) => {
    const found = Object.entries(documentOf(host).paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => nameless(`${method.toUpperCase()} ${path}`)),
    )
    expect(found.toSorted()).toEqual(routes.map(nameless).toSorted())
  })

  it.each(hosts)('describes %s so that a strict validator accepts it', async (host) => {
    const { valid, errors } = await new Validator().validate({ ...documentOf(host) })
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined })
  })

  it(
    'describes the bank so that a typed client can be made of it',
    async () => {
      desk.put('bank.ts', await openapiTypes(JSON.parse(desk.read('specs/edge.openapi.json'))))
      const client = desk.put(
        'client.ts',
        `import type { paths } from './bank'
type Token = paths['/auth/token']['post']
type Account = paths['/v1/accounts/{accountId}']['get']
export const scheme: Token['responses'][200]['content']['application/json']['token_type'] = 'Bearer'
export const account: Account['parameters']['path'] = { accountId: '00004711' }
`,
      )
      expect(compile(client)).toBe('')
      const wrong = desk.put(
        'wrong.ts',
        `import type { paths } from './bank'
export const account: paths['/v1/accounts/{accountId}']['get']['parameters']['path'] = {}
export type Nothing = paths['/v1/nothing']
`,
      )
      expect(compile(wrong)).toMatch(/TS2741.*accountId[^]*TS2339.*\/v1\/nothing/)
    },
    minutes,
  )
})
