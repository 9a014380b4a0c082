import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlacedProblem, readDocument } from './read-document.ts'

const yaml = `openapi: 3.1.0
info: {title: Shop, version: "2"}
servers: [{url: "https://shop.example/v1"}]
paths:
  /orders:
    get:
      responses: {200: {description: ok}}
    post:
      requestBody: {$ref: "#/components/nothing"}
  /other: &other
    get: {responses: {default: {description: x}}}
`

function problemsOf(text: string): readonly PlacedProblem[] {
  const read = readDocument(text)
  return read.ok ? read.value.problems : read.problems
}

describe('reading a document that somebody gives', () => {
  it('knows the line of each operation, in YAML and in JSON', () => {
    const read = readDocument(yaml)
    if (!read.ok) throw new Error('unreadable')
    const { spec, lineOf, problems } = read.value
    expect(spec.operations.map((one) => [one.method, one.template, lineOf(one)])).toEqual([
      ['GET', '/v1/orders', 6],
      ['POST', '/v1/orders', 8],
      ['GET', '/v1/other', 11],
    ])
    expect(lineOf(null)).toBe(4)
    expect(problems).toEqual([
      {
        line: 9,
        at: 'paths./orders.post.requestBody',
        what: '$ref #/components/nothing leads nowhere',
      },
    ])
    const asJson = readDocument(
      JSON.stringify({ openapi: '3.0.3', paths: { '/a': { get: {} } } }, null, 1),
    )
    expect(asJson.ok && asJson.value.lineOf(asJson.value.spec.operations[0] ?? null)).toBe(5)
  })

  it.each<[string, number, RegExp]>([
    ['openapi: 3.1.0\npaths:\n  /a: [\n', 4, /flow sequence/i],
    ['openapi: 3.1.0\npaths: {}\npaths: {}\n', 3, /unique/],
    ['\n\nswagger: "2.0"\n', 3, /Swagger 2\.0/],
    ['info: {}\nopenapi: 4.0.0\n', 2, /expected 3\.0\.x or 3\.1\.x/],
    ['openapi: 3.1.0\npaths: 7\n', 2, /paths: expected an object/],
    ['just a sentence', 1, /an object/],
    ['', 1, /an object/],
  ])('refuses %j with the line', (text, line, what) => {
    expect(problemsOf(text)[0]).toEqual({
      line,
      at: expect.any(String),
      what: expect.stringMatching(what),
    })
  })

  it('refuses aliases that ask for too much, and nesting deeper than can be walked', () => {
    const bomb = Array.from({ length: 9 }, (_, at) =>
      at === 0
        ? 'a0: &a0 [x,x,x,x,x,x,x,x,x]'
        : `a${at}: &a${at} [${Array(9)
            .fill(`*a${at - 1}`)
            .join(',')}]`,
    )
    expect(problemsOf(bomb.join('\n'))[0]?.what).toMatch(/alias/i)
    const deep = `{"openapi":"3.1.0","paths":${'{"a":'.repeat(4_000)}1${'}'.repeat(4_000)}}`
    expect(problemsOf(deep).length).toBeGreaterThan(0)
  })

  it('never throws and always names a line, whatever it is given', () => {
    const piece = fc.constantFrom(
      'openapi: 3.1.0\n',
      'paths:\n',
      '  /a:\n',
      '    get: {}\n',
      '- &a [*a]\n',
      '{',
      '"',
      '\t',
      '? ',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 8 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (given) => {
        const read = readDocument(given)
        const problems = read.ok ? read.value.problems : read.problems
        for (const { line } of problems) expect(line).toBeGreaterThan(0)
        expect(read.ok || problems.length > 0).toBe(true)
      }),
    )
  })
})
