import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashText } from '../lib/sip-hash.ts'
import {
  compileCorrections,
  type Correction,
  type Corrections,
  readCorrection,
} from './corrections.ts'
import { deriveOperations } from './operation-tree.ts'
import type { OperationTree } from './route-match.ts'
import { newRoutes, recordRoute, type Routes } from './routes.ts'
import { tokenise } from './tokens.ts'

const seed = { low: 5, high: 6 }

function said(
  kind: Correction['kind'],
  template: string,
  method: string | null = null,
): Correction {
  return { kind, service: 'shop', method, template }
}

function tell(routes: Routes, corrections: Corrections, calls: readonly string[]): void {
  calls.forEach((call, index) => {
    const [method = '', path = '', shape = ''] = call.split(' ')
    const sighting = {
      outcome: 'success' as const,
      status: 200,
      actor: hashText(`actor ${index}`, seed),
      responseShape: hashText(shape, seed).low,
      ts: index,
      vouched: false,
    }
    recordRoute(routes, tokenise(method, path, seed), sighting, seed, corrections.of('shop'))
  })
}

function derived(calls: readonly string[], ...all: readonly Correction[]): OperationTree {
  const corrections = compileCorrections(all)
  const routes = newRoutes()
  tell(routes, corrections, calls)
  return deriveOperations(routes, corrections.of('shop'))
}

const templates = (tree: OperationTree): readonly string[] =>
  tree.operations.map(({ template }) => template)

const times = (count: number, call: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => call(index))

const teams = ['red', 'blue', 'archive']
const calls = times(60, (index) => `GET /teams/${teams[index % 3]}/plan answer-${index % 3}`)

describe('what a person says of paths', () => {
  it('merges words into a parameter, whatever evidence says', () => {
    expect(templates(derived(calls))).toEqual([
      '/teams/archive/plan',
      '/teams/blue/plan',
      '/teams/red/plan',
    ])
    const tree = derived(calls, said('merge', '/teams/{}'))
    expect(templates(tree)).toEqual(['/teams/{teamId}/plan'])
    const [parameter] = tree.operations[0]?.parameters ?? []
    expect(parameter).toMatchObject({ corrected: true, segment: 1 })
    expect(tree.match(tokenise('GET', '/teams/green/plan', seed))?.template).toBe(
      '/teams/{teamId}/plan',
    )
  })

  it('splits a word off what is merged, and gives the parameter its name', () => {
    const all = [said('merge', '/teams/{colour}'), said('split', '/teams/archive')]
    expect(templates(derived(calls, ...all))).toEqual([
      '/teams/archive/plan',
      '/teams/{colour}/plan',
    ])
  })

  it('splits off what looks like a value from the next call on', () => {
    const many = times(90, (index) => `GET /releases/${2_000 + (index % 30)} release`)
    expect(templates(derived(many))).toEqual(['/releases/{releaseId}'])
    const corrections = compileCorrections([said('split', '/releases/2019')])
    const routes = newRoutes()
    tell(routes, compileCorrections([]), many)
    tell(
      routes,
      corrections,
      times(3, () => 'GET /releases/2019 special'),
    )
    const tree = deriveOperations(routes, corrections.of('shop'))
    expect(templates(tree)).toEqual(['/releases/2019', '/releases/{releaseId}'])
    expect(tree.match(tokenise('GET', '/releases/2020', seed))?.template).toBe(
      '/releases/{releaseId}',
    )
  })

  it('renames a parameter below another, and only where there is one', () => {
    const nested = times(40, (index) => `GET /users/${500 + index}/cards/${700 + index} card`)
    const all = [said('rename', '/users/{}/cards/{pan}'), said('rename', '/users/{}/cards/{}/{x}')]
    expect(templates(derived(nested, ...all))).toEqual(['/users/{userId}/cards/{pan}'])
    expect(templates(derived(nested, said('rename', '/users/{pan}/cards/{pan}')))).toEqual([
      '/users/{userId}/cards/{pan}',
    ])
  })

  it('is undone by being taken away', () => {
    const routes = newRoutes()
    const corrections = compileCorrections([said('merge', '/teams/{}')])
    tell(routes, corrections, calls)
    expect(templates(deriveOperations(routes, corrections.of('shop')))).toHaveLength(1)
    expect(templates(deriveOperations(routes))).toHaveLength(3)
  })

  it('touches no other service', () => {
    const corrections = compileCorrections([{ ...said('merge', '/teams/{}'), service: 'bank' }])
    const routes = newRoutes()
    tell(routes, corrections, calls)
    expect(templates(deriveOperations(routes, corrections.of('shop')))).toHaveLength(3)
  })

  it('ignores an operation, one method of it, or all below a path', () => {
    const paths = compileCorrections([
      said('ignore', '/health', 'GET'),
      said('ignore', '/static/*'),
      said('ignore', '/users/{id}/photo'),
    ]).of('shop')
    expect(paths.ignores('GET', '/health')).toBe(true)
    expect(paths.ignores('POST', '/health')).toBe(false)
    expect(paths.ignores('GET', '/static/app/main.js')).toBe(true)
    expect(paths.ignores('GET', '/statics')).toBe(false)
    expect(paths.ignores('GET', '/users/{userId}/photo/')).toBe(true)
  })
})

describe('reading a correction', () => {
  it.each([
    ['merge', '/teams/red', /needs a parameter/],
    ['rename', '/teams/{}', /needs a name/],
    ['split', '/teams/{team}', /needs a word/],
    ['split', '/', /no segment/],
    ['merge', 'teams/{team}', /expected a path/],
    ['merge', '/teams/{a b}', /no parameter/],
    ['merge', `/teams/${'a/'.repeat(40)}{x}`, /at most/],
  ] as const)('%s %s is refused in words', (kind, template, problem) => {
    expect(readCorrection(said(kind, template))).toEqual({
      ok: false,
      problem: expect.stringMatching(problem),
    })
  })

  it('takes methods for ignore alone', () => {
    expect(readCorrection(said('ignore', '/a', 'GET')).ok).toBe(true)
    expect(readCorrection(said('split', '/a', 'GET')).ok).toBe(false)
  })

  it('never fails on any text, and what it accepts can be put to use', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Correction['kind']>('merge', 'split', 'rename', 'ignore'),
        fc.oneof(
          fc.string(),
          fc
            .array(fc.constantFrom('a', '{x}', '{}', '{y}:go', '%2F', '*'), { maxLength: 9 })
            .map((parts) => `/${parts.join('/')}`),
        ),
        (kind, template) => {
          const correction = said(kind, template)
          if (!readCorrection(correction).ok) return
          const tree = derived(['GET /a/b/c x', 'GET /a/d/e:go y', 'GET /%2F z'], correction)
          expect(tree.operations.length).toBeGreaterThan(0)
        },
      ),
    )
  })
})
