import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiUnderTest } from '../testing/api-under-test.ts'

describe('the API', () => {
  it('describes itself', async () => {
    const { json } = await apiUnderTest()
    expect(await json('/openapi.json')).toMatchObject({
      openapi: '3.1.1',
      info: { title: 'Weir', version: '1.2.3' },
    })
  })
  it('says where nothing is, and which method is taken instead', async () => {
    const { ask } = await apiUnderTest()
    const nowhere = await ask('/api/v1/nowhere')
    expect(nowhere.headers['content-type']).toContain('application/problem+json')
    expect(JSON.parse(nowhere.text)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    const get = await ask('/api/v1/sensors/edge')
    expect([get.status, get.headers.allow]).toEqual([405, 'DELETE'])
    const put = await ask('/api/v1/sensors', { method: 'PUT', body: '{}' })
    expect([put.status, put.headers.allow]).toEqual([405, 'GET, POST'])
  })
  it('names everything that is wrong with a request at once', async () => {
    const { json } = await apiUnderTest()
    expect(await json('/api/v1/findings?limit=0&cursor=!&severity=grave')).toMatchObject({
      code: 'REQUEST_INVALID',
      problems: [{ name: 'limit' }, { name: 'cursor' }, { name: 'severity.0' }],
    })
    expect(await json('/api/v1/findings?limit=501')).toMatchObject({ code: 'REQUEST_INVALID' })
    expect(await json('/api/v1/findings?limit=1&limit=2')).toMatchObject({
      code: 'REQUEST_INVALID',
    })
    const cursor = Buffer.from('["a"]').toString('base64url')
    for (const list of ['findings', 'calls', 'audit', 'operations', 'edges', 'incidents']) {
      expect(await json(`/api/v1/${list}?cursor=${cursor}`)).toMatchObject({
        problems: [{ in: 'query', name: 'cursor' }],
      })
    }
    expect(await json('/api/v1/traffic?from_ms=0&bucket_ms=1000&to_ms=9999999')).toMatchObject({
      code: 'REQUEST_INVALID',
    })
    expect(await json('/api/v1/sensors', { method: 'POST', body: '{"name":"A b"}' })).toMatchObject(
      {
        problems: [{ in: 'body', name: 'name' }],
      },
    )
  })
  it('refuses bodies that are too large, no JSON, or of another kind', async () => {
    const { ask, reported } = await apiUnderTest()
    const post = async (body: string, type = 'application/json'): Promise<unknown> => {
      const headers = { 'content-type': type }
      const { text } = await ask('/api/v1/sensors', { method: 'POST', body, headers })
      return JSON.parse(text)
    }
    expect(await post(`"${'x'.repeat(70_000)}"`)).toMatchObject({ code: 'BODY_TOO_LARGE' })
    expect(await post('{"name":')).toMatchObject({ code: 'REQUEST_INVALID' })
    expect(await post('{"__proto__":{}}')).toMatchObject({ code: 'REQUEST_INVALID' })
    expect(await post('name=a', 'application/x-www-form-urlencoded')).toMatchObject({
      code: 'MEDIA_TYPE_NOT_JSON',
    })
    expect(await post('{"name":"a"}', 'text/plain')).toMatchObject({ code: 'MEDIA_TYPE_NOT_JSON' })
    expect(reported).toEqual([])
  })
  it('answers any path and query with an answer or a problem, and reports no bug', async () => {
    const { ask, reported } = await apiUnderTest()
    const path = fc.oneof(
      fc.webPath(),
      fc.constantFrom(
        '/api/v1/findings',
        '/api/v1/operations/x',
        '/api/v1/operations/%ff',
        '/api/v1/services/%2e%2e',
        '/api/v1/calls',
        '/%',
      ),
    )
    await fc.assert(
      fc.asyncProperty(path, fc.webQueryParameters(), async (given, query) => {
        const { status } = await ask(`${given === '' ? '/' : given}?${query}`)
        expect(status).toBeLessThan(500)
      }),
      { numRuns: 200 },
    )
    expect(reported).toEqual([])
  })
  it('reports a bug to its owner and tells the world nothing of it', async () => {
    const { ask, hub, reported } = await apiUnderTest()
    hub.incidents = () => {
      throw new Error('a secret of the house')
    }
    const answer = await ask('/api/v1/incidents')
    expect([answer.status, answer.text.includes('secret of')]).toEqual([500, false])
    expect(reported).toHaveLength(1)
  })
  it('has a plain page where there is no console', async () => {
    const { ask } = await apiUnderTest()
    const answer = await ask('/')
    expect([answer.status, answer.text.includes('/openapi.json')]).toEqual([200, true])
  })
  it('closes twice, and answers nothing that comes after', async () => {
    const { api, hub } = await apiUnderTest()
    expect(hub.listeners()).toBeGreaterThan(0)
    await api.close()
    await api.close()
    expect(hub.listeners()).toBe(0)
  })
})
