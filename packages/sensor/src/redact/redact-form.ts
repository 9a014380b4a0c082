import type { BodyRules } from './json-scanner.ts'
import { isNamed, memberOf } from './path-tree.ts'

/** Replaces values of an `application/x-www-form-urlencoded` body (WHATWG URL §5); all else stays as it is. */
export function redactForm(text: string, rules: BodyRules): string {
  return text
    .split('&')
    .map((field) => {
      const equals = field.indexOf('=')
      if (equals < 0) return field
      const value = decoded(field.slice(equals + 1))
      return isHidden(decoded(field.slice(0, equals)), value, rules)
        ? `${field.slice(0, equals)}=${rules.hide(value)}`
        : field
    })
    .join('&')
}

function isHidden(name: string, value: string, { paths, isSensitive }: BodyRules): boolean {
  if (isNamed(memberOf(paths.start, name))) return true
  return isSensitive?.(value, { key: name, parentKey: '', isNumber: false }) ?? false
}

/** As far as it can be: what is no escape stays. */
function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  return spaced.replaceAll(/(?:%[\da-fA-F]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString(),
  )
}
