import { failure, type Result, success } from '@weir/schema'
import { limits } from '../limits.ts'

/**
 * - `merge`: the last segment is a parameter, whatever stands there.
 * - `split`: the last segment is a word of the API.
 * - `rename`: the parameter at the end has this name, where there is one.
 * - `ignore`: the operation is in no list; its calls are still watched.
 */
export const correctionKinds = ['merge', 'split', 'rename', 'ignore'] as const
export type CorrectionKind = (typeof correctionKinds)[number]

/** A person's word about paths of one service; it outweighs all evidence. */
export interface Correction {
  readonly kind: CorrectionKind
  readonly service: string
  /** Only `ignore` can be about one method; null is about all. */
  readonly method: string | null
  /** `/teams/{team}`: words as templates write them, and `{name}` or `{}` for any value. */
  readonly template: string
}

/** What people said of the paths of one service. */
export interface CorrectedPaths {
  readonly start: Position
  ignores(method: string, template: string): boolean
}

/** Everything that was said about the places one path beginning leads to. */
export type Position = readonly CorrectedNode[]

export interface CorrectedNode {
  readonly words: Map<string, CorrectedNode>
  any: CorrectedNode | null
  /** What follows is a parameter. */
  merged: boolean
  /** Texts that follow and are words. */
  readonly split: Set<string>
  /** Name of the parameter that follows. */
  name: string | null
}

export interface Corrections {
  readonly all: readonly Correction[]
  of(service: string): CorrectedPaths
  /** The same where services have these names: what is said of one name of a service holds for all of it. */
  under(nameOf: (service: string) => string): Corrections
}

/** Paths nobody said anything of. */
export const untouched: CorrectedPaths = { start: [], ignores: () => false }

export const noCorrections: Corrections = {
  all: [],
  of: () => untouched,
  under: () => noCorrections,
}

const parameter = /^\{([A-Za-z_][\w-]{0,63})?\}([.:][\w-]{1,40})?$/

/** Checks what somebody wrote; the problem says what to change. */
export function readCorrection(given: Correction): Result<Correction> {
  const { kind, template, service, method } = given
  if (service === '' || service.length > limits.nameChars)
    return failure('service: expected a name')
  if (method !== null && kind !== 'ignore') return failure('method: only ignore is about a method')
  if (!template.startsWith('/') || template.length > 2_048) {
    return failure('template: expected a path such as /teams/{team}')
  }
  const segments = segmentsOf(template)
  if (segments.length > limits.pathSegments) {
    return failure(`template: expected at most ${limits.pathSegments} segments`)
  }
  const odd = segments.find((one) => /[{}]/.test(one) && !parameter.test(one))
  if (odd !== undefined) {
    return failure(`template: ${odd} is no parameter; write {name}, with letters, digits and _`)
  }
  return endsAsItShould(kind, segments) ?? success(given)
}

function endsAsItShould(
  kind: CorrectionKind,
  segments: readonly string[],
): Result<Correction> | null {
  const last = segments.at(-1)
  if (kind === 'ignore') return null
  if (last === undefined) return failure('template: / has no segment')
  const found = parameter.exec(last)
  if (kind === 'split') {
    return found === null ? null : failure('template: split needs a word at the end')
  }
  if (found === null) return failure(`template: ${kind} needs a parameter, {name}, at the end`)
  if (kind === 'rename' && found[1] === undefined) {
    return failure('template: rename needs a name in its last braces')
  }
  return null
}

function segmentsOf(template: string): readonly string[] {
  return template.split('/').filter((segment) => segment !== '')
}

/** Brings what people said into the form that deriving, matching and listing use. */
export function compileCorrections(all: readonly Correction[]): Corrections {
  if (all.length === 0) return noCorrections
  const services = new Map<string, { root: CorrectedNode; ignored: Set<string> }>()
  for (const correction of all) {
    const own = services.get(correction.service) ?? { root: newNode(), ignored: new Set<string>() }
    services.set(correction.service, own)
    if (correction.kind === 'ignore') own.ignored.add(ignoredKey(correction))
    else say(own.root, correction)
  }
  const paths = new Map<string, CorrectedPaths>()
  for (const [service, { root, ignored }] of services) {
    paths.set(service, { start: [root], ignores: ignoring(ignored) })
  }
  const corrections: Corrections = {
    all,
    of: (service) => paths.get(service) ?? untouched,
    under: (nameOf) =>
      all.every(({ service }) => nameOf(service) === service)
        ? corrections
        : compileCorrections(all.map((one) => ({ ...one, service: nameOf(one.service) }))),
  }
  return corrections
}

function newNode(): CorrectedNode {
  return { words: new Map(), any: null, merged: false, split: new Set(), name: null }
}

function say(root: CorrectedNode, { kind, template }: Correction): void {
  const segments = segmentsOf(template)
  const last = segments.at(-1) ?? ''
  let node = root
  for (const segment of segments.slice(0, -1)) node = nodeAfter(node, segment)
  if (kind === 'split') {
    node.split.add(textOf(last))
    return
  }
  if (kind === 'merge') node.merged = true
  node.name = parameter.exec(last)?.[1] ?? node.name
}

function nodeAfter(node: CorrectedNode, segment: string): CorrectedNode {
  if (parameter.test(segment)) {
    node.any ??= newNode()
    return node.any
  }
  const text = textOf(segment)
  const next = node.words.get(text) ?? newNode()
  node.words.set(text, next)
  return next
}

/** Templates write what would be taken for a brace, a slash or an end in percent-encoding. */
function textOf(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function ignoredKey({ method, template }: Pick<Correction, 'method' | 'template'>): string {
  return `${method ?? '*'} ${withoutNames(template)}`
}

/** Names of parameters and a slash at the end make no difference. */
function withoutNames(template: string): string {
  return template.replace(/\{[^{}]{0,128}\}/g, '{}').replace(/\/$/, '')
}

/** `/static/*` is everything below `/static`. */
function ignoring(keys: ReadonlySet<string>): CorrectedPaths['ignores'] {
  const below = [...keys]
    .filter((key) => key.endsWith('/*'))
    .map((key): [string, string] => {
      const space = key.indexOf(' ')
      return [key.slice(0, space), key.slice(space + 1, -1)]
    })
  return (method, template) => {
    const bare = withoutNames(template)
    if (keys.has(`${method} ${bare}`) || keys.has(`* ${bare}`)) return true
    return below.some(([of, prefix]) => (of === '*' || of === method) && bare.startsWith(prefix))
  }
}

/** Where a word leads. */
export function afterWord(position: Position, text: string): Position {
  return position.length === 0
    ? position
    : position.flatMap(({ words, any }) => [...optional(words.get(text)), ...optional(any)])
}

/** Where a value of a parameter leads. */
export function afterValue(position: Position): Position {
  return position.length === 0 ? position : position.flatMap(({ any }) => [...optional(any)])
}

function optional(node: CorrectedNode | null | undefined): readonly CorrectedNode[] {
  return node === null || node === undefined ? [] : [node]
}

export function isSplit(position: Position, text: string): boolean {
  return position.some(({ split }) => split.has(text))
}
