import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { walkJson } from './json.ts'
import { type Leaf, newContainers, type WalkEnd } from './leaf.ts'

interface Walked {
  readonly end: WalkEnd
  readonly leaves: readonly Leaf[]
}

function walk(text: string, most: number = limits.leaves): Walked {
  const leaves: Leaf[] = []
  const start = {
    pointer: '',
    path: '',
    key: '',
    container: -1,
    embedded: 0,
    containers: newContainers(),
  }
  const end = walkJson(text, start, (leaf) => leaves.push(leaf) < most)
  return { end, leaves }
}

function places(text: string): readonly string[] {
  return walk(text).leaves.map((leaf) => `${leaf.pointer} ${leaf.path} ${leaf.text}`)
}

describe('walking JSON', () => {
  it('names each value by its pointer and by its place', () => {
    expect(places('{"a":{"b/c":[1,{"d~":"x"}]},"e":null}')).toEqual([
      '/a/b~1c/0 a["b/c"][] 1',
      '/a/b~1c/1/d~0 a["b/c"][]["d~"] x',
      '/e e null',
    ])
  })
  it('resolves escapes as JSON.parse does', () => {
    const text = '"\\u0041\\n\\/\\"\\\\ \\ud83d\\ude00"'
    expect(walk(text).leaves[0]?.text).toBe(JSON.parse(text))
  })
  it('goes on inside a string that holds JSON', () => {
    expect(places('{"payload":"{\\"key\\":[7]}"}')).toEqual(['/payload#/key/0 payload#.key[] 7'])
  })
  it('leaves a string alone that only begins like JSON', () => {
    expect(places('["{name} is here","[draft]"]')).toEqual([
      '/0 [] {name} is here',
      '/1 [] [draft]',
    ])
  })
  it('takes member names that are data as one field', () => {
    const uuid = '8f14e45f-ceea-467f-9b3a-1c2d3e4f5a6b'
    expect(places(`{"${uuid}":{"n":1},"42":{"n":2}}`).map((place) => place.split(' ')[1])).toEqual([
      '{*}.n',
      '{*}.n',
    ])
  })
  it('keeps what stands before a cut', () => {
    const whole = '{"a":[1,true,"text"],"b":{"c":null}}'
    const all = walk(whole).leaves.map((leaf) => leaf.pointer)
    for (let length = 1; length < whole.length; length += 1) {
      const { end, leaves } = walk(whole.slice(0, length))
      expect(end).toBe('cut')
      expect(all.slice(0, leaves.length)).toEqual(leaves.map((leaf) => leaf.pointer))
    }
  })
  it('tells garbage from a cut', () => {
    for (const text of [
      '{a:1}',
      '{"a" "b"}',
      '{"a":1]',
      '[1}',
      'nonsense',
      '{"a":nul}',
      '"a" "b"',
    ]) {
      expect(walk(text).end).toBe('malformed')
    }
  })
  it('steps over what lies too deep and reads on', () => {
    const deep = `${'['.repeat(1_000)}1${']'.repeat(1_000)}`
    const { end, leaves } = walk(`{"deep":${deep},"after":2}`)
    expect(end).toBe('too-deep')
    expect(leaves.map((leaf) => leaf.pointer)).toEqual(['/after'])
  })
  it('stops at the limit of leaves', () => {
    const { end, leaves } = walk(`[${'1,'.repeat(1_000)}1]`, 100)
    expect(end).toBe('too-many-leaves')
    expect(leaves).toHaveLength(100)
  })
  it('gives late members of a huge object one place', () => {
    const members = Array.from({ length: 100_000 }, (_, index) => `"key${index}x":1`)
    const { leaves } = walk(`{${members.join(',')}}`)
    expect(new Set(leaves.map((leaf) => leaf.path)).size).toBe(limits.objectKeys + 1)
  })
  it('cuts a long value at the limit', () => {
    expect(walk(`"${'x'.repeat(limits.leafChars * 2)}"`).leaves[0]?.text).toHaveLength(
      limits.leafChars,
    )
  })
  it('finds the leaves of any document that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const { end, leaves } = walk(JSON.stringify(value))
        expect(end).toBeNull()
        const plain = leaves.every((leaf) => !leaf.pointer.includes('#'))
        if (plain) expect(leaves).toHaveLength(countLeaves(value))
      }),
    )
  })
  it('never throws and always ends, whatever the text', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'tru',
      'null',
      '-1e',
      '"a":',
      ' ',
      '\u0000',
      'é',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (parts) => {
        expect(walk(parts.join('')).leaves.length).toBeLessThan(100)
      }),
      { numRuns: 2_000 },
    )
  })
})

function countLeaves(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, item) => sum + countLeaves(item), 0)
}
