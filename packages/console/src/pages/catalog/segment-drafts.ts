import type { NewCorrection, Operation } from '@weir/schema/api'

/** A correction that fits one place of a template, and the words of its button. */
export interface Draft {
  readonly label: string
  readonly correction: NewCorrection
}

/** What can be said of the segments of an operation's path, segment by segment. */
export function draftsFor({ service, template, parameters }: Operation): readonly Draft[] {
  const segments = template.split('/').filter((segment) => segment !== '')
  return segments.flatMap((segment, index): readonly Draft[] => {
    const before = segments.slice(0, index)
    const at = (last: string): string => `/${[...before, last].join('/')}`
    const parameter = parameters.find((one) => one.segment === index)
    if (parameter === undefined) {
      const label = `${segment} is a value`
      return [{ label, correction: said('merge', service, at('{}')) }]
    }
    return parameter.evidence.word_like.map((word) => ({
      label: `${word} is a word`,
      correction: said('split', service, at(word)),
    }))
  })
}

/** The template up to a parameter, with another name for it. */
export function renamed(operation: Operation, segment: number, name: string): NewCorrection {
  const segments = operation.template.split('/').filter((one) => one !== '')
  const path = `/${[...segments.slice(0, segment), `{${name}}`].join('/')}`
  return said('rename', operation.service, path)
}

export function ignored({ service, method, template }: Operation): NewCorrection {
  return { ...said('ignore', service, template), method }
}

function said(kind: NewCorrection['kind'], service: string, template: string): NewCorrection {
  return { kind, service, method: null, template, note: '' }
}
