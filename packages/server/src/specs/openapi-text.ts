import { stringify } from 'yaml'

/** A document as people keep it. Words that YAML 1.1 takes for truth values are quoted: many readers still do. */
export function openApiText(document: object, format: 'json' | 'yaml'): string {
  if (format === 'json') return `${JSON.stringify(document, null, 2)}\n`
  return stringify(document, { aliasDuplicateObjects: false, compat: 'yaml-1.1', lineWidth: 0 })
}
