/** Names in one document: each is given once. */
export interface Names {
  /** `words` joined to a name nobody has yet. */
  take(words: readonly string[]): string
}

const longestName = 120

/** Names of components and operations may hold these characters (OAS 3.1.1 §4.8.7). */
export function createNames(): Names {
  const taken = new Set<string>()
  return {
    take: (words) => {
      const plain = words
        .flatMap((word) => word.split(/[^A-Za-z0-9]+/))
        .filter((word) => word !== '')
      const name = plain.join('_').slice(0, longestName) || '_'
      let own = name
      for (let number = 2; taken.has(own); number += 1) own = `${name}_${number}`
      taken.add(own)
      return own
    },
  }
}

/** A template as OpenAPI writes it, with the learned name of each parameter. */
export interface PathTemplate {
  readonly text: string
  readonly parameters: readonly PathParameter[]
}

export interface PathParameter {
  readonly name: string
  /** As the catalog calls it. */
  readonly learned: string
  /** Its values span segments, which OpenAPI has no word for. */
  readonly spansSegments: boolean
}

const parameter = /\{([^{}]+)\}/g

/** Each name once in a path, and no sign in it that says more than a name. */
export function pathTemplate(template: string): PathTemplate {
  const parameters: PathParameter[] = []
  const text = template.replaceAll(parameter, (_, learned: string) => {
    const plain = learned.replace(/\+$/, '')
    let name = plain
    for (let number = 2; parameters.some((one) => one.name === name); number += 1) {
      name = plain + number
    }
    parameters.push({ name, learned, spansSegments: plain !== learned })
    return `{${name}}`
  })
  return { text, parameters }
}

/** Templates that differ in the names of their parameters only are one path (OAS 3.1.1 §4.8.8.2). */
export function pathShape(template: string): string {
  return template.replaceAll(parameter, '{}')
}
