import { readFileSync } from 'node:fs'
import { parsePath } from '@weir/schema/decision'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { hider } from './hide.ts'
import { redactJson } from './json-scanner.ts'
import { PathTree } from './path-tree.ts'
import { redactForm } from './redact-form.ts'

const body = z.object({
  name: z.string(),
  paths: z.array(z.string()),
  body: z.string(),
  cut: z.boolean().optional(),
  plain: z.string().nullable(),
})
const vectorFile = z.object({
  key: z.string(),
  bodies: z.array(body),
  hashes: z.array(z.object({ value: z.string(), hash: z.string() })),
  forms: z.array(body),
  no_paths: z.array(z.string()),
})
const file = new URL('../../../../spec/vectors/redaction.json', import.meta.url)
const vectors = vectorFile.parse(JSON.parse(readFileSync(file, 'utf8')))
const plain = hider(undefined)
const keyed = hider(vectors.key)

function rules(paths: readonly string[], hide = plain) {
  return { paths: new PathTree(paths), isSensitive: null, hide }
}

describe('golden vectors', () => {
  it.each(vectors.bodies)('of a JSON body: $name', ({ paths, body: text, cut, plain: wanted }) => {
    expect(redactJson(text, rules(paths), cut)).toBe(wanted)
  })

  it.each(vectors.forms)('of a form: $name', ({ paths, body: text, plain: wanted }) => {
    expect(redactForm(text, rules(paths))).toBe(wanted)
  })

  it.each(vectors.hashes)('of the hash of $value, wherever it stands', ({ value, hash }) => {
    const hidden = `redacted:${hash}`
    expect(keyed(value)).toBe(hidden)
    const text = JSON.stringify({ v: value })
    expect(redactJson(text, rules(['v'], keyed))).toBe(`{"v":"${hidden}"}`)
    const escaped = [...value].map((char) =>
      [...Array(char.length).keys()]
        .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
        .join(''),
    )
    expect(redactJson(`{"v":"${escaped.join('')}"}`, rules(['v'], keyed))).toBe(`{"v":"${hidden}"}`)
    const form = new URLSearchParams({ v: value }).toString()
    expect(redactForm(form, rules(['v'], keyed))).toBe(`v=${hidden}`)
  })
})

const secret = '\u2603secret\u2603'
const key = fc.constantFrom('a', 'b', 'c.d', 'é', '__proto__', '')
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>(null, true, false, 0, -1.5e-7, 12_345, 'text', 'q"\\\n', secret),
    fc.array(tie('document'), { maxLength: 4 }),
    fc.dictionary(key, tie('document'), { maxKeys: 4 }),
  ),
}))
const step = fc.oneof(
  fc.constantFrom('a', 'b', '{*}').map((name) => `.${name}`),
  fc.constantFrom('[]', '["c.d"]', '["é"]', '["__proto__"]', '[""]'),
)
const path = fc
  .array(step, { minLength: 1, maxLength: 4 })
  .map((steps) => steps.join('').replace(/^\./, ''))
const layout = fc.constantFrom(undefined, 1, '\t')

/** Redaction as one would write it without a scanner. */
function expected(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((steps) => steps.length === 0)) return covered(value)
  if (Array.isArray(value)) {
    const next = paths.filter(([head]) => head === '[]').map((steps) => steps.slice(1))
    return value.map((one: unknown) => expected(one, next))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => {
      const next = paths.filter(([head]) => head === '{*}' || head === `=${name}`)
      return [
        name,
        expected(
          inner,
          next.map((steps) => steps.slice(1)),
        ),
      ]
    }),
  )
}

function covered(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'number') return 'redacted'
  if (Array.isArray(value)) return value.map(covered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [name, covered(inner)]),
  )
}

function stepsOf(text: string): readonly string[] {
  return (parsePath(text) ?? []).map((one) => {
    if (one.kind === 'member') return `=${one.name}`
    return one.kind === 'element' ? '[]' : '{*}'
  })
}

describe('redaction of JSON', () => {
  it('changes what is named and nothing else', () => {
    fc.assert(
      fc.property(document, fc.array(path, { maxLength: 4 }), layout, (value, paths, space) => {
        const text = JSON.stringify(value, null, space)
        const redacted = redactJson(text, rules(paths))
        expect(JSON.parse(redacted ?? '')).toEqual(expected(value, paths.map(stepsOf)))
        if (paths.length === 0) expect(redacted).toBe(text)
      }),
    )
  })

  it('keeps every character between the values', () => {
    fc.assert(
      fc.property(document, layout, (value, space) => {
        const text = JSON.stringify(value, null, space)
        const marks = (whole: string): string =>
          whole.replaceAll(/"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*/g, (token, colon) =>
            colon === undefined ? '_' : token,
          )
        const redacted = redactJson(text, rules(['{*}', '[]']))
        expect(marks(redacted ?? '')).toBe(marks(text))
      }),
    )
  })

  it('takes what JSON.parse takes, and nothing else', () => {
    const edits = fc.record({
      at: fc.nat(),
      with: fc.constantFrom('', '"', ',', '{', ']', '\\', '0', '\n'),
    })
    fc.assert(
      fc.property(document, edits, layout, (value, edit, space) => {
        const whole = JSON.stringify(value, null, space)
        const at = edit.at % (whole.length + 1)
        const text = whole.slice(0, at) + edit.with + whole.slice(at + 1)
        expect(redactJson(text, rules(['x'])) !== null).toBe(isJson(text))
      }),
    )
  })

  it('shows no part of a named value wherever it was cut', () => {
    fc.assert(
      fc.property(document, fc.nat(), (value, cut) => {
        const text = JSON.stringify({ a: value, b: secret })
        const part = text.slice(0, cut % (text.length + 1))
        const redacted = redactJson(part, rules(['a', 'b']), true)
        expect(redacted).not.toBeNull()
        expect(redacted).not.toContain('\u2603')
        expect(redacted).not.toContain('text')
      }),
    )
  })

  it('of any text ends', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.boolean(), (text, cut) => {
        redactJson(text, rules(['a', '[]']), cut)
      }),
    )
    expect(redactJson('['.repeat(1_000_000), rules(['a']), true)).toBeNull()
    expect(redactJson(`"${'\\u00e9'.repeat(300_000)}"`, rules(['a']))).not.toBeNull()
  })

  it('takes 64 levels and no more', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`
    expect(redactJson(nested(64), rules([]))).toBe(nested(64))
    expect(redactJson(nested(65), rules([]))).toBeNull()
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('a path', () => {
  it.each([...vectors.no_paths, 'a'.repeat(1_025)])('is none: %s', (text) => {
    expect(parsePath(text)).toBeNull()
    expect(() => new PathTree([text])).toThrow('expected a path')
  })

  it('has 16 steps at most', () => {
    expect(parsePath(`a${'[]'.repeat(15)}`)).toHaveLength(16)
    expect(parsePath(`a${'[]'.repeat(16)}`)).toBeNull()
  })
})
