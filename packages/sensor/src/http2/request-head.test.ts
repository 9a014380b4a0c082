import { describe, expect, it } from 'vitest'
import { areTrailers, declaredLength, isRequestHead } from './request-head.ts'

const head = [':method', 'POST', ':scheme', 'http', ':path', '/a', ':authority', 'b']

describe('the head of a request', () => {
  it.each([
    ['alone', head],
    ['with fields', [...head, 'te', 'trailers', 'x-1', ' blanks ', 'x-1', '\u00e9']],
    ['without an authority', head.slice(0, 6)],
  ])('is well-formed %s', (_how, fields) => {
    expect(isRequestHead(fields)).toBe(true)
  })

  it.each([
    ['without a method', head.slice(2)],
    ['without a scheme', [...head.slice(0, 2), ...head.slice(4)]],
    ['without a path', head.slice(0, 4)],
    ['with an empty path', [':method', 'GET', ':scheme', 'http', ':path', '']],
    ['with two paths', [...head, ':path', '/b']],
    ['of a response', [...head, ':status', '200']],
    ['with a pseudo-header behind fields', [...head.slice(0, 6), 'a', 'b', ':authority', 'b']],
    ['with a name in upper case', [...head, 'X-1', '']],
    ['with a name that is empty', [...head, '', 'x']],
    ['with a line break in a value', [...head, 'x', 'a\nb']],
    ['with a zero in a value', [...head, 'x', 'a\0b']],
    ['with a field of the connection', [...head, 'transfer-encoding', 'chunked']],
    ['with another te', [...head, 'te', 'gzip']],
  ])('is refused %s', (_how, fields) => {
    expect(isRequestHead(fields)).toBe(false)
  })

  it('has trailers without pseudo-headers', () => {
    expect(areTrailers(['grpc-status', '0'])).toBe(true)
    expect(areTrailers([':path', '/'])).toBe(false)
  })

  it.each([
    [[], -1],
    [['content-length', '12'], 12],
    [['content-length', '-1'], null],
    [['content-length', '1e3'], null],
    [['content-length', '9'.repeat(16)], null],
  ])('declares the length of %j', (fields, length) => {
    expect(declaredLength(fields)).toBe(length)
  })
})
