import { decodeBase64 } from '@weir/schema'
import { crc32Ascii } from '../../lib/crc-32.ts'
import type { DataTypeId } from '../data-types.ts'
import { addMatch, type Detector } from '../detector.ts'

interface SecretForm {
  readonly type: DataTypeId
  readonly pattern: RegExp
  readonly alone: number
  readonly confidence?: (match: string) => number
}

/** Cheap test that any of the prefixes below is present. */
const anyPrefix =
  /A(?:KIA|SIA|BIA|CCA|Iza)|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|hooks\.slack|[rs]k_|npm_|pypi-|sk-|SG\.|key-|shp(?:at|ca|pa|ss)_|sq0|EAAA|:AA|discord|do[por]_v1_|dapi|hvs\.|hf_|dckr_|eyJ|BEGIN|PuTTY|[?&]sig=|AccountKey|SharedAccess|cf(?:k|ut|at)_|\b(?:AC|SK)[0-9a-f]{8}/

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The last six characters are the CRC-32 of the 30 before them in base 62. */
export function hasGithubChecksum(token: string): boolean {
  const body = token.slice(4, 34)
  let rest = crc32Ascii(body)
  let tail = ''
  for (let place = 0; place < 6; place += 1) {
    tail = (base62[rest % 62] ?? '') + tail
    rest = Math.floor(rest / 62)
  }
  return tail === token.slice(34)
}

/** Installations of the server edition sign differently, so a wrong tail lowers, not refuses. */
function githubConfidence(token: string): number {
  if (token.startsWith('github_pat_')) return 0.97
  return hasGithubChecksum(token) ? 0.99 : 0.85
}

/**
 * Issued keys hold `T3BlbkFJ`, which is "OpenAI" in Base64. `sk-` and letters alone are no more than
 * a hint: other vendors begin their keys so, and so does one random token of a million, which is one
 * a quarter of an hour where a thousand are handed out a second.
 */
function openaiConfidence(key: string): number {
  if (key.includes('T3BlbkFJ')) return 0.98
  return /^sk-(?:proj|svcacct|admin)-/.test(key) ? 0.9 : 0.5
}

const decoder = new TextDecoder()

export function isJwt(token: string): boolean {
  const [header = ''] = token.split('.')
  const bytes = decodeBase64(header)
  if (bytes === null) return false
  return /^\s*\{[^{}]{0,2000}"alg"\s*:\s*"[\w-]{1,32}"/.test(decoder.decode(bytes))
}

export const secretForms: readonly SecretForm[] = [
  {
    type: 'SECRET_JWT',
    pattern: /(?<![\w-])eyJ[\w-]{8,4000}\.[\w-]{2,8000}\.[\w-]{0,2000}(?:\.[\w-]{1,2000}){0,2}/g,
    alone: 0.98,
    confidence: (token) => (isJwt(token) ? 0.98 : 0),
  },
  {
    type: 'SECRET_AWS_KEY',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/g,
    alone: 0.95,
  },
  { type: 'SECRET_GCP', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g, alone: 0.95 },
  {
    type: 'SECRET_GITHUB',
    pattern:
      /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?!\w)/g,
    alone: 0.85,
    confidence: githubConfidence,
  },
  {
    type: 'SECRET_GITLAB',
    pattern: /(?<![\w-])gl(?:pat|dt|rt|ptt|cbt|soat)-[\w-]{20,64}(?![\w-])/g,
    alone: 0.95,
  },
  {
    type: 'SECRET_SLACK',
    pattern:
      /(?<!\w)xox[abeprs]-(?:\d{1,16}-){0,3}[A-Za-z0-9-]{10,80}|hooks\.slack\.com\/services\/T\w{6,14}\/B\w{6,14}\/\w{16,32}/g,
    alone: 0.95,
  },
  {
    type: 'SECRET_STRIPE',
    pattern: /(?<!\w)(?:[rs]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,128}(?!\w)/g,
    alone: 0.95,
  },
  { type: 'SECRET_NPM', pattern: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g, alone: 0.95 },
  { type: 'SECRET_PYPI', pattern: /(?<!\w)pypi-AgE[\w-]{50,300}/g, alone: 0.97 },
  { type: 'SECRET_ANTHROPIC', pattern: /(?<![\w-])sk-ant-[\w-]{32,128}/g, alone: 0.97 },
  {
    type: 'SECRET_OPENAI',
    pattern:
      /(?<![\w-])sk-(?!ant-)(?:[\w-]{16,128}T3BlbkFJ[\w-]{16,128}|(?:proj|svcacct|admin)-[\w-]{20,200}|[A-Za-z0-9]{20,64})(?![\w-])/g,
    alone: 0.9,
    confidence: openaiConfidence,
  },
  {
    type: 'SECRET_CLOUDFLARE',
    pattern: /(?<!\w)cf(?:k|ut|at)_[A-Za-z0-9]{40}[0-9a-f]{8}(?!\w)/g,
    alone: 0.95,
  },
  { type: 'SECRET_TWILIO', pattern: /(?<!\w)SK[0-9a-f]{32}(?!\w)/g, alone: 0.85 },
  { type: 'SECRET_SENDGRID', pattern: /(?<!\w)SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g, alone: 0.97 },
  { type: 'SECRET_MAILGUN', pattern: /(?<![\w-])key-[0-9a-f]{32}(?!\w)/g, alone: 0.85 },
  {
    type: 'SECRET_SHOPIFY',
    pattern: /(?<!\w)shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}(?!\w)/g,
    alone: 0.97,
  },
  {
    type: 'SECRET_SQUARE',
    pattern: /(?<![\w-])(?:sq0(?:atp|csp|idp)-[\w-]{22,43}|EAAA[\w-]{60})(?![\w-])/g,
    alone: 0.9,
  },
  { type: 'SECRET_TELEGRAM', pattern: /(?<!\w)\d{8,10}:AA[\w-]{33}(?![\w-])/g, alone: 0.95 },
  {
    type: 'SECRET_DISCORD',
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}/g,
    alone: 0.97,
  },
  { type: 'SECRET_DIGITALOCEAN', pattern: /(?<!\w)do[por]_v1_[0-9a-f]{64}(?!\w)/g, alone: 0.97 },
  { type: 'SECRET_DATABRICKS', pattern: /(?<!\w)dapi[0-9a-f]{32}(?:-\d)?(?!\w)/g, alone: 0.95 },
  { type: 'SECRET_HASHICORP', pattern: /(?<![\w.])hvs\.[\w-]{24,160}/g, alone: 0.95 },
  { type: 'SECRET_HUGGINGFACE', pattern: /(?<!\w)hf_[A-Za-z]{34}(?!\w)/g, alone: 0.95 },
  { type: 'SECRET_DOCKER', pattern: /(?<!\w)dckr_pat_[\w-]{27}(?![\w-])/g, alone: 0.97 },
  {
    type: 'SECRET_PRIVATE_KEY',
    pattern:
      /-----BEGIN (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d/g,
    alone: 0.98,
  },
  {
    type: 'SECRET_CONNECTION_STRING',
    pattern:
      /(?<!\w)[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/?#]{1,64}:[^\s@/?#]{1,128}@[\w.[\]-]{1,253}/gi,
    alone: 0.95,
  },
  {
    type: 'SECRET_AZURE',
    pattern:
      /(?<!\w)(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{43,86}={1,2}|[?&]sig=[A-Za-z0-9%+/]{43,80}(?:%3D|=)/g,
    alone: 0.95,
  },
]

const shortestSecret = 16

/** Keys and tokens their issuers made recognisable by a prefix or a block. */
export const detectIssuedSecrets: Detector = (scan, found) => {
  if (scan.features.longestWord < shortestSecret && !scan.text.includes('BEGIN')) return
  const mayHoldPassword = scan.features.hasAt && scan.text.includes('://')
  if (!mayHoldPassword && !anyPrefix.test(scan.text)) return
  for (const form of secretForms) {
    for (const match of scan.text.matchAll(form.pattern)) {
      const alone = form.confidence?.(match[0]) ?? form.alone
      if (alone === 0) continue
      const credence = { type: form.type, alone, named: 0.99, unmistakable: true }
      addMatch(scan, found, match.index, match.index + match[0].length, credence)
    }
  }
}
