import type { LearnedOperation } from './learned-operation.ts'

/** Whether a parameter of a learned template may have had a word for its value, by what was learned of it. */
export function wordsOf({
  template,
  fields,
}: LearnedOperation): (segment: number, word: string) => boolean {
  const segments = template.replace(/^\/+|\/+$/g, '').split('/')
  const domains = new Map(
    fields.flatMap((field) => (field.in === 'req.path' ? [[field.path, field.domain]] : [])),
  )
  return (segment, word) => {
    const name = segments[segment]?.replace(/^\{|\}$/g, '') ?? ''
    const domain = domains.get(name)
    if (domain === undefined) return true
    if (domain.types.every((type) => type === 'integer')) return /^\d+$/.test(word)
    // Every format, such as that of a UUID or a date, has more than letters.
    return domain.format === null || !/^[a-z_-]+$/i.test(word)
  }
}

/** A template without the names of its parameters. */
export function shapeOf(template: string): string {
  return template.replace(/^\/+|\/+$/g, '').replace(/\{[^{}]*\}/g, '{}')
}
