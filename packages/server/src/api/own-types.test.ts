import { expect, it } from 'vitest'
import { apiUnderTest } from '../testing/api-under-test.ts'

const path = '/api/v1/own-types'
const badge = { id: 'X_BADGE', pattern: 'B-[0-9]{6}', examples: ['B-123456'] }

it('says beside which name of a definition the reason stands that it is refused', async () => {
  const { json } = await apiUnderTest()
  for (const [part, name, what] of [
    [{ pattern: '(' }, 'pattern', 'missing'],
    [{ examples: ['B-123456', 'C'] }, 'examples.1', 'is not of this type'],
    [{ counterexamples: ['B-654321'] }, 'counterexamples.0', 'is of this type'],
  ] as const) {
    const body = JSON.stringify({ ...badge, ...part })
    expect(await json(path, { method: 'POST', body })).toMatchObject({
      code: 'DEFINITION_REFUSED',
      problems: [{ in: 'body', name, what: expect.stringContaining(what) }],
    })
  }
})

it('keeps nothing of a definition that is only checked', async () => {
  const { json } = await apiUnderTest()
  const body = JSON.stringify(badge)
  expect(await json(`${path}?preview=true`, { method: 'POST', body })).toMatchObject(badge)
  expect(await json(path)).toEqual({ items: [], total: 0 })
})
