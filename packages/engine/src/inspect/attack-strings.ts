import { decodePercent } from '@weir/schema/caller'

/** Families of attack payloads, by what the text would do where it is interpreted. */
export const attackClasses = [
  'sql-injection',
  'script-injection',
  'path-traversal',
  'command-injection',
  'template-injection',
  'xml-entity',
  'lookup-injection',
  'query-operator',
] as const

export type AttackClass = (typeof attackClasses)[number]

interface AttackPattern {
  readonly family: AttackClass
  readonly pattern: RegExp
}

/**
 * First form of the payload consumer: it decides what may not teach, so it prefers missing an attack
 * to marking plain text. Every quantifier is bounded: the text is the attacker's.
 */
const patterns: readonly AttackPattern[] = [
  { family: 'sql-injection', pattern: /\bunion\b[\s/*()]{1,20}(?:all[\s/*()]{1,20})?select\b/ },
  {
    family: 'sql-injection',
    pattern:
      /['"`)]\s{0,8}(?:or|and|\|\||&&)\s{1,8}['"(]?[\w.]{1,32}['")]?\s{0,8}(?:=|like|<|>|between|is)\s{0,8}['"(]?[\w.]{0,32}/,
  },
  {
    family: 'sql-injection',
    pattern:
      /['")\d]\s{0,8};\s{0,8}(?:drop|delete|insert|update|alter|create|exec|shutdown|declare)\b/,
  },
  {
    family: 'sql-injection',
    pattern:
      /\b(?:sleep|benchmark|pg_sleep|waitfor\s{1,8}delay|dbms_pipe\.receive_message|extractvalue|updatexml|load_file)\s{0,4}[('"]/,
  },
  {
    family: 'sql-injection',
    pattern:
      /\b(?:information_schema|sqlite_master|pg_catalog|sys(?:objects|columns)|all_tables)\b/,
  },
  { family: 'sql-injection', pattern: /['"]\s{0,8}(?:--|#|\/\*)\s{0,8}[-+\w]{0,8}$/ },
  {
    family: 'script-injection',
    pattern: /<\s{0,4}(?:script|iframe|object|embed|svg|math|base|applet)\b/,
  },
  { family: 'script-injection', pattern: /<[a-z][^>]{0,300}[\s"'/]on[a-z]{3,20}\s{0,4}=/ },
  { family: 'script-injection', pattern: /\b(?:javascript|vbscript)\s{0,4}:\s{0,4}[\w(%/"'`]/ },
  { family: 'path-traversal', pattern: /(?:^|[\\/=:])\.{2,3}[\\/]{1,4}\.{2,3}[\\/]/ },
  {
    family: 'path-traversal',
    pattern:
      /(?:\/etc\/(?:passwd|shadow|hosts|group)|\/proc\/self\/|[\\/]win(?:dows|nt)?[\\/.](?:system32|win\.ini|ini)|boot\.ini|\.\.[\\/](?:etc|proc|windows|winnt)\b)/,
  },
  {
    family: 'command-injection',
    pattern:
      /(?:[;|&`\n]|\$\()\s{0,8}(?:\/(?:usr\/)?s?bin\/)?(?:cat|ls|id|whoami|uname|wget|curl|nc|ncat|bash|sh|zsh|ping|nslookup|powershell|cmd|python3?|perl|php|rm|chmod|echo|sleep|type|dir)\b(?:[\s;|&`)<>$]|$)/,
  },
  {
    family: 'template-injection',
    pattern:
      /(?:\{\{|\{%|<%=?|#\{|\$\{)[^}%]{0,100}(?:\d\s{0,4}[*+]\s{0,4}\d|__class__|config|self\.|request\.|getruntime|process\b|constructor)/,
  },
  { family: 'xml-entity', pattern: /<!(?:doctype|entity)\b[^>]{0,300}(?:system|public|\[)/ },
  {
    family: 'lookup-injection',
    pattern: /\$\{(?:jndi|(?:\$\{[^}]{0,40}\}){1,8}|env:|sys:|java:|lower:|upper:|date:)/,
  },
  {
    family: 'query-operator',
    pattern:
      /["'[]\s{0,4}\$(?:ne|gt|gte|lt|lte|regex|where|exists|nin|in|or|and|func)\b["'\]]?\s{0,4}[:\]=]/,
  },
]

/** Characters without which no pattern can match. */
const telling = /['"`<>;|&${}()#\\]|\.\.|:\/|\/etc|union|_schema|script\s{0,4}:/i
const maxChars = 8_192

/** The first family a request value belongs to, seen as sent and after one and two decodings. */
export function attackClassOf(text: string): AttackClass | null {
  if (text.length < 4) return null
  const cut = text.slice(0, maxChars)
  const found = matchIn(cut)
  if (found !== null || !cut.includes('%')) return found
  const once = decodePercent(cut)
  return matchIn(once) ?? (once.includes('%') ? matchIn(decodePercent(once)) : null)
}

function matchIn(text: string): AttackClass | null {
  if (!telling.test(text)) return null
  const lower = text.toLowerCase()
  return patterns.find(({ pattern }) => pattern.test(lower))?.family ?? null
}
