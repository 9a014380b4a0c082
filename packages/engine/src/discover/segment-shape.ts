/** What one path segment looks like, judged from its text alone. */
export const segmentShapes = [
  'empty',
  'word',
  'compound',
  'slug',
  'mixed',
  'capitals',
  'region',
  'small-integer',
  'version',
  'release',
  'integer',
  'decimal',
  'uuid',
  'hex',
  'ulid',
  'date',
  'email',
  'address',
  'prefixed',
  'code',
  'numbered-slug',
  'token',
  'list',
  'file',
  'hidden-file',
  'text',
  'other',
] as const

export type SegmentShape = (typeof segmentShapes)[number]

/** Shapes that are values whatever the word would mean: kept as a shape with a small sample. */
const valueShapes: ReadonlySet<SegmentShape> = new Set([
  'integer',
  'decimal',
  'uuid',
  'hex',
  'ulid',
  'date',
  'email',
  'address',
  'prefixed',
  'code',
  'numbered-slug',
  'token',
  'list',
])

export function isValueShape(shape: SegmentShape): boolean {
  return valueShapes.has(shape)
}

/** Endings that name a representation or a kind of file, kept apart from the name before them. */
const extensionPattern =
  /^(?:json|xml|csv|tsv|txt|pdf|png|jpe?g|gif|svg|webp|ico|html?|ya?ml|zip|gz|tar|js|css|mp[34]|wav|docx?|xlsx?|rss|atom|ics|pbf|md|php|asp|aspx|jsp|do|action|cgi|ini|conf|bak|sql|log|env)$/

const uuidPattern =
  /^\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}?$/

const fixedShapes: readonly (readonly [SegmentShape, RegExp])[] = [
  ['small-integer', /^\d{1,2}$/],
  ['version', /^[vV]\d{1,4}(?:\.\d{1,4}){0,3}(?:-?(?:alpha|beta|rc|preview)\d{0,3})?$/],
  ['address', /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/],
  ['release', /^\d{1,3}(?:\.\d{1,3}){1,3}$/],
  ['compound', /^[a-zA-Z][a-zA-Z_-]{1,40}[-_.]v\d{1,2}$/],
  ['compound', /^[A-Z][A-Za-z]{1,30}(?:\.[A-Z][A-Za-z]{1,30}){1,5}$/],
  ['date', /^(?:19|20)\d\d-\d\d(?:-\d\d)?(?:[T ]\d\d:?\d\d.{0,20})?$/],
  ['date', /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:T\d{4,6}Z?)?$/],
  ['integer', /^[-+]?\d{1,40}$/],
  ['decimal', /^-?\d{1,12}\.\d{1,18}$/],
  ['uuid', uuidPattern],
  ['address', /^[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5,7}$/],
  ['address', /^[0-9a-fA-F]{0,4}:[0-9a-fA-F:]{2,34}$/],
  ['ulid', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/],
  ['email', /^[^\s@]{1,64}@[^\s@.]{1,63}\.[^\s@]{1,190}$/],
  ['region', /^[a-z]{2}-(?:[a-z]{4,9}-)?[a-z]{4,9}-\d{1,2}$/],
  ['region', /^[a-z]{2,3}[-_][A-Z]{2}$/],
  ['code', /^[A-Z]{1,8}[-_]\d{1,12}$/],
  ['code', /^(?:[A-Z]{1,4}\d{3,12}|[A-Z]{1,8}(?:-[A-Z0-9]{1,8}){0,2}-[A-Z]{0,3}\d{2,12})$/],
  ['capitals', /^[A-Z]{1,5}$/],
  ['prefixed', /^[a-zA-Z]{1,12}[_.:-](?=[^_]{0,40}\d)(?=[^_]{0,40}[a-zA-Z])[0-9a-zA-Z]{8,64}$/],
  ['prefixed', /^[a-z]{1,12}_(?:live|test)_[0-9a-zA-Z]{8,64}$/],
  ['prefixed', /^[a-z]{1,5}_\d{3,20}$/],
  ['list', /^[-\w.]{1,40}(?:[,;|][-\w.]{1,40}){1,60}$/],
  ['numbered-slug', /^\d{1,6}-[a-z][a-z-]{1,100}$/],
  ['numbered-slug', /^[a-z][a-z-]{1,60}-\d{1,8}$/],
  ['hidden-file', /^\./],
]

/** `evt_` and letters of both cases: how many payment and chat services write ids. */
const prefixedLetters = /^[a-z]{2,5}_[a-zA-Z]{10,64}$/
const wordPattern = /^[a-zA-Z][a-z]{0,30}$/
const compoundPattern = /^[a-zA-Z_$~][a-zA-Z]{0,60}(?:_[a-zA-Z]{1,30}){0,8}$/
const slugPattern = /^[a-zA-Z]{1,30}(?:-[a-zA-Z]{1,30}){1,10}$/
const mixedPattern = /^[\w-]{2,80}$/

const looseShapes: readonly (readonly [SegmentShape, (segment: string) => boolean])[] = [
  ['hex', isHexDigest],
  ['prefixed', (segment) => prefixedLetters.test(segment) && classChanges(segment) > 4],
  ['token', looksRandom],
  ['word', (segment) => wordPattern.test(segment)],
  ['slug', (segment) => slugPattern.test(segment)],
  ['compound', (segment) => compoundPattern.test(segment)],
  ['mixed', (segment) => mixedPattern.test(segment)],
  ['text', (segment) => /[\s%&=<>'"\u0080-\uffff]/.test(segment)],
]

/** What most segments are, told without trying every pattern; eight digits may be a date. */
function usualShapeOf(segment: string): SegmentShape | null {
  const { length } = segment
  if (length < 16 && /^[a-z]+$/.test(segment)) return 'word'
  if (length === 36 && uuidPattern.test(segment)) return 'uuid'
  const isNumber = length > 2 && length !== 8 && length <= 40 && /^\d+$/.test(segment)
  return isNumber ? 'integer' : null
}

export function shapeOf(segment: string): SegmentShape {
  if (segment === '') return 'empty'
  const usual = usualShapeOf(segment)
  if (usual !== null) return usual
  const { stem, extension } = splitExtension(segment)
  if (extension !== '' && stem !== '') return 'file'
  for (const [shape, pattern] of fixedShapes) if (pattern.test(segment)) return shape
  for (const [shape, test] of looseShapes) if (test(segment)) return shape
  return 'other'
}

/** `report.csv` is `report` and `.csv`; a dot that starts no known extension belongs to the name. */
export function splitExtension(segment: string): { stem: string; extension: string } {
  const dot = segment.lastIndexOf('.')
  if (dot < 0 || dot >= segment.length - 1) return { stem: segment, extension: '' }
  if (!extensionPattern.test(segment.slice(dot + 1))) return { stem: segment, extension: '' }
  return { stem: segment.slice(0, dot), extension: segment.slice(dot) }
}

/** `42:cancel` is `42` and `:cancel`: the custom-method form of google.aip.dev/136. */
export function splitVerb(segment: string): { stem: string; verb: string } {
  const match = /^([^:]{1,200})(:[a-z][a-zA-Z]{2,31})$/.exec(segment)
  return { stem: match?.[1] ?? segment, verb: match?.[2] ?? '' }
}

function isHexDigest(segment: string): boolean {
  if (!/^(?:0x)?(?:[0-9a-f]{8,128}|[0-9A-F]{8,128})$/.test(segment)) return false
  return segment.length >= 16 || (/\d/.test(segment) && /[a-fA-F]/.test(segment))
}

/** Letters and digits in an order no language writes. */
function looksRandom(segment: string): boolean {
  if (segment.length < 7 || !/^[\w+=~-]{7,}$/.test(segment)) return false
  const changes = classChanges(segment)
  const digits = segment.replace(/\D/g, '').length
  if (segment.length >= 40 && digits > 0 && !segment.includes('-')) return true
  if (digits > 0) return changes >= 3 && changes * 4 >= segment.length && !isNumberedWords(segment)
  return /^[a-zA-Z]+$/.test(segment) && isGibberish(segment)
}

/** Pairs of letters that make up most of written English and of the identifiers made from it. */
const usualPairs = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me ' +
    'de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot ' +
    'il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai ' +
    'sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag ' +
    'if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du ga qu ue ff ba ' +
    'ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki ' +
    'rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf xp gn sm ' +
    'fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pt xi'
  ).split(' '),
)

/**
 * Letters whose neighbours no language puts together. Chance makes 3 of 10 pairs usual ones, words more than
 * 7 of 10; lower case alone is given more benefit of the doubt.
 */
function isGibberish(letters: string): boolean {
  const lower = letters.toLowerCase()
  if (lower.length < 9) return false
  let usual = 0
  for (let at = 0; at + 1 < lower.length; at += 1) {
    if (usualPairs.has(lower.slice(at, at + 2))) usual += 1
  }
  const share = usual / (lower.length - 1)
  return lower === letters || lower === letters.slice(0, 1).toLowerCase() + letters.slice(1)
    ? share < 0.35 && lower.length >= 12
    : share < 0.55 || (share < 0.75 && (letters.match(/[A-Z]{2,}/g)?.length ?? 0) > 1)
}

/** `oauth2Token`, `web-v2`, `part_2_name`: words that carry a number. */
function isNumberedWords(segment: string): boolean {
  return /^(?:[A-Z]?[a-z]{2,30}\d{0,4}[_-]?){1,8}$/.test(segment) && /[a-z]{3}/.test(segment)
}

function classChanges(text: string): number {
  let changes = 0
  let previous = characterClass(text.charCodeAt(0))
  for (let index = 1; index < text.length; index += 1) {
    const current = characterClass(text.charCodeAt(index))
    if (current !== previous) changes += 1
    previous = current
  }
  return changes
}

function characterClass(code: number): number {
  if (code >= 48 && code <= 57) return 0
  if (code >= 97 && code <= 122) return 1
  return code >= 65 && code <= 90 ? 2 : 3
}
